import { philox } from '../../../lib/philox'
import type { EnsembleKernel, EnsembleSteps, RotatedProblem } from '../ensemble'
import type { Precision } from '../precision'

/** Sizes that states keep to, how often they are looked at, and what is rounded to. */
const RANGES = {
  f64: { large: 1e100, tiny: 1e-300, every: 8, round: (v: number) => v },
  f32: { large: 65536, tiny: 1.2e-38, every: 4, round: Math.fround },
}

/**
 * The ensemble in plain loops: the oracle of the kernel, bit for bit. Sums run in the kernel's order: partial sums over k mod 4,
 * in float32 over k mod 8 where l and l + 4 are added first, joined as (0 + 2) + (1 + 3); the rows of a batch in fours.
 */
export function plainEnsemble(
  { n, s, features, lambda, rest, start }: RotatedProblem,
  R: number,
  seed: number,
  stream: number,
  precision: Precision = 'f64',
): EnsembleKernel {
  const { large, tiny, every, round } = RANGES[precision]
  const first = precision === 'f32' ? Math.max(rest ? 0 : -1022, exponentOf(start.reduce((max, v) => Math.max(max, Math.abs(v)), 0))) : 0
  const states = Array.from({ length: R }, () => start.map(v => round(v * twoTo(-first))))
  const exponents = new Int32Array(R).fill(first)
  const escapes = new Float64Array(R).fill(-1)
  const words = new Uint32Array(4)

  function draw(r: number, q: number): number {
    const block = Math.floor(q / 4)
    philox(words, r, block >>> 0, Math.floor(block / 0x100000000), stream, seed, 0)
    let word = words[q % 4]
    for (let attempt = 1; Number((BigInt(word) * BigInt(n)) & 0xffffffffn) < 0x100000000 % n; attempt++) {
      philox(words, r, q >>> 0, Math.floor(q / 0x100000000), stream + 0x100 * attempt, seed, 0)
      word = words[0]
    }
    return Number((BigInt(word) * BigInt(n)) >> 32n)
  }

  const fourSums = (term: (k: number) => number) => {
    const sum = [0, 0, 0, 0]
    for (let k = 0; k < s; k++) sum[k % 4] += term(k)
    return sum[0] + sum[2] + (sum[1] + sum[3])
  }

  function dot(x: Float64Array, w: Float64Array): number {
    if (precision === 'f64') return fourSums(k => x[k] * w[k])
    const sum = new Float32Array(8)
    for (let k = 0; k < s; k++) sum[k % 8] += round(x[k] * w[k])
    const [a, b, c, d] = [0, 1, 2, 3].map(l => round(sum[l] + sum[l + 4]))
    return round(round(a + c) + round(b + d))
  }

  const rounded = features.map(round)
  const left = rest?.map(round)

  function step(w: Float64Array, rows: readonly number[], rate: number, small: number): void {
    const row = (i: number) => rounded.subarray(i * s, (i + 1) * s)
    const c = rows.map(i => {
      const r = dot(row(i), w)
      return round(rate * (left ? round(r + round(small * left[i])) : r))
    })
    const at = (j: number, k: number) => (j < rows.length ? round(c[j] * row(rows[j])[k]) : 0)
    for (let k = 0; k < s; k++) {
      let g = 0
      for (let j = 0; j < rows.length; j += 4) {
        const quad = round(round(at(j, k) + at(j + 1, k)) + round(at(j + 2, k) + at(j + 3, k)))
        g = j === 0 ? quad : round(g + quad)
      }
      w[k] = round(w[k] - g)
    }
  }

  function rescale(r: number): void {
    const w = states[r]
    const size = w.reduce((max, v) => Math.max(max, Math.abs(v)), 0)
    if (!((size > large && size < Infinity) || (size < 1 / large && size >= tiny))) return
    const power = Math.max(rest ? -exponents[r] : -1022, exponentOf(size))
    for (let k = 0; k < s; k++) w[k] *= twoTo(-power)
    exponents[r] += power
  }

  return {
    R,
    machine: { id: 'wasm', precision, device: '' },
    async advance({ etas, B, taken, drawn, limit }: EnsembleSteps) {
      for (const [r, w] of states.entries()) {
        for (const [t, eta] of etas.entries()) {
          if ((taken + t) % every === 0) rescale(r)
          const rows = Array.from({ length: B }, (_, j) => draw(r, drawn + t * B + j))
          step(w, rows, round(eta * (1 / B)), round(twoTo(-exponents[r])))
          const energy = fourSums(k => w[k] * w[k] * lambda[k])
          if (escapes[r] < 0 && !(energy <= times(limit, -2 * exponents[r]))) escapes[r] = taken + t + 1
        }
      }
    },
    state: async r => ({ w: states[r].slice(), exponent: exponents[r] }),
    async read(head) {
      const part = (w: Float64Array, from: number, to: number) =>
        w.subarray(from, to).reduce((sum, v, k) => sum + lambda[from + k] * (v * v), 0)
      const norm = (w: Float64Array) => w.reduce((sum, v) => sum + v * v, 0)
      const energies = Float64Array.from(states.flatMap(w => [part(w, 0, head), part(w, head, s), norm(w)]))
      return { energies, exponents: exponents.slice(), escapes: escapes.slice() }
    },
    reset() {
      for (const w of states) w.set(start.map(v => round(v * twoTo(-first))))
      exponents.fill(first)
      escapes.fill(-1)
    },
    dispose() {},
  }
}

const twoTo = (k: number) => times(1, k)

/** v·2^k by doubling and halving. */
function times(v: number, k: number): number {
  for (let left = Math.abs(k); left > 0; left--) v *= k < 0 ? 0.5 : 2
  return v
}

/** k with 2^k ≤ x < 2^(k+1). */
function exponentOf(x: number): number {
  let k = 0
  while (x < 1) {
    x *= 2
    k--
  }
  while (x >= 2) {
    x /= 2
    k++
  }
  return k
}
