import { eigh } from '../../lib/eigen'

/** Every metric of THEORY.md §1–2 (centred) from dense p×p matrices: J row by row, residuals r, p trained parameters. */
export function dense(J: readonly Float64Array[], r: Float64Array, p: number) {
  const n = J.length
  const size = J[0].length
  const G = new Float64Array(size * size)
  const S = new Float64Array(size * size)
  const g = new Float64Array(size)
  for (const [i, row] of J.entries())
    for (let a = 0; a < size; a++) {
      g[a] += (r[i] * row[a]) / n
      for (let b = 0; b < size; b++) {
        G[a * size + b] += (row[a] * row[b]) / n
        S[a * size + b] += (r[i] * r[i] * row[a] * row[b]) / n
      }
    }
  for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) S[a * size + b] -= g[a] * g[b]
  const inner = (A: Float64Array, B: Float64Array) => A.reduce((s, v, at) => s + v * B[at], 0)
  const trace = (A: Float64Array) => Array.from({ length: size }, (_, a) => A[a * size + a]).reduce((s, v) => s + v, 0)
  const twoL = inner(r, r) / n
  const [frobG, frobS] = [Math.sqrt(inner(G, G)), Math.sqrt(inner(S, S))]
  const D = S.map((v, at) => v - twoL * G[at])
  const { values, vectors } = eigh(G, size)
  const form = (A: Float64Array, v: Float64Array) => v.reduce((s, x, a) => s + x * v.reduce((t, y, b) => t + A[a * size + b] * y, 0), 0)
  return {
    loss: twoL / 2,
    grad_norm: Math.sqrt(inner(g, g)),
    mu: inner(S, G) / (twoL * frobG * frobG),
    alpha: inner(S, G) / (frobS * frobG),
    beta: frobS / (twoL * frobG),
    rel_dist: Math.sqrt(inner(D, D)) / (twoL * frobG),
    trace_G: trace(G),
    frob_G: frobG,
    trace_sigma: trace(S),
    mu_isotropic: (trace(S) * trace(G)) / (p * twoL * frobG * frobG),
    lambda: values,
    g: Array.from({ length: Math.min(6, size) }, (_, k) => form(S, vectors.subarray(k * size, (k + 1) * size)) / (twoL * values[k])),
  }
}
