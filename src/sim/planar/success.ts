/** How often SGD reaches the flat basin in the case of Zhu et al., by noise: repeats without the rest of a simulation. */

import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { type Arm, batchSize, type NoiseKind, type Scenario } from '../../scenario'
import { planarData } from './data'
import { planarModel, startOf } from './models'

/** The noises whose success is counted, in the order of THEORY.md §5. */
export const COUNTED = ['none', 'isotropic', 'diagonal', 'top-k', 'g-shaped', 'top-eigenvector'] as const satisfies readonly NoiseKind[]
export type Counted = (typeof COUNTED)[number]

/** A repeat has succeeded when both coordinates are below this after the last step: it is in the flat basin. */
export const REACHED = -0.5

/** The 2-D case of Zhu et al. under one noise, again and again on the same data. */
export interface Trial {
  readonly noise: Counted
  /** Inputs, n×2. */
  readonly X: Float64Array
  readonly start: readonly [number, number]
  readonly eta: number
  /** Tr Cov of the noise that a step adds to the weights; 0 takes η²·share·Tr Σ. */
  readonly trace: number
  readonly share: number
  readonly steps: number
  readonly seed: number
}

/** The trial that a scenario's arm stands for, with another noise; its η and B at the start count. */
export function trialOf(scenario: Scenario, arm: Arm, noise: Counted): Trial {
  const { seed, steps } = scenario
  const data = planarData(scenario, 'zhu-2d')
  const { n, X } = data
  const B = batchSize(arm, 0, n)
  const share = (arm.sampling === 'with-replacement' ? 1 : (n - B) / Math.max(1, n - 1)) / B
  const [u, v] = startOf(planarModel('zhu-2d', data), scenario)
  return { noise, X, start: [u, v], eta: arm.eta, trace: arm.trace, share, steps, seed }
}

/** Tr and the entry off the diagonal of ∇²ℓ on the sharp side, Rᵀ diag(20, 200) R; on the flat side it is 2·I. */
const [SHARP, CROSS, FLAT] = [220, 90, 4]

/** R x for every sample, R turning by π/4 as in the model: both sides of the loss are then along the axes. */
function turned(X: Float64Array): Float64Array {
  const out = new Float64Array(X.length)
  for (let i = 0; i < X.length; i += 2) {
    out[i] = Math.SQRT1_2 * (X[i] - X[i + 1])
    out[i + 1] = Math.SQRT1_2 * (X[i] + X[i + 1])
  }
  return out
}

/** Mean, second moments about it, and the share of samples on the sharp side, of ∇ℓ_i in the turned frame. */
interface Sums {
  ga: number
  gb: number
  aa: number
  ab: number
  bb: number
  sharp: number
}

function sumUp(X: Float64Array, alpha: number, beta: number, out: Sums): void {
  const n = X.length / 2
  let [ga, gb, aa, ab, bb, sharp] = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < X.length; i += 2) {
    const a = alpha - X[i]
    const at = beta - X[i + 1]
    const b = at - Math.SQRT2
    const d = at + Math.SQRT2
    // 10a² + 100b² against a² + d².
    const inside = 9 * a * a + 100 * b * b <= d * d
    const x = inside ? 20 * a : 2 * a
    const y = inside ? 200 * b : 2 * d
    if (inside) sharp++
    ga += x
    gb += y
    aa += x * x
    ab += x * y
    bb += y * y
  }
  out.ga = ga / n
  out.gb = gb / n
  out.aa = aa / n - out.ga * out.ga
  out.ab = ab / n - out.ga * out.gb
  out.bb = bb / n - out.gb * out.gb
  out.sharp = sharp / n
}

/** A noise of trace one with the covariance that `noise` has at these sums, in the parameters' own frame. */
function shape(noise: Counted, { aa, ab, bb, sharp }: Sums, z: Float64Array, out: Float64Array): void {
  // Σ in the parameters' frame, Rᵀ Σ R.
  const [xx, xy, yy] = [(aa + bb) / 2 + ab, (bb - aa) / 2, (aa + bb) / 2 - ab]
  const half = (SHARP * sharp + FLAT * (1 - sharp)) / 2
  const cross = CROSS * sharp
  switch (noise) {
    case 'none':
      break
    case 'isotropic':
      lowerTimes(Math.SQRT1_2, 0, Math.SQRT1_2, z, out)
      break
    case 'diagonal':
      lowerTimes(Math.sqrt(xx / (xx + yy)), 0, Math.sqrt(yy / (xx + yy)), z, out)
      break
    case 'top-k':
      alongLeading(xx, xy, yy, z, out)
      break
    case 'g-shaped': {
      // The lower root of G, whose diagonal entries are equal, over its trace.
      const root = Math.sqrt(0.5)
      lowerTimes(root, (root * cross) / half, root * Math.sqrt(Math.max(0, 1 - (cross * cross) / (half * half))), z, out)
      break
    }
    case 'top-eigenvector':
      alongLeading(half, cross, half, z, out)
      break
    default:
      noise satisfies never
  }
}

/** out ← L z, L lower triangular. */
function lowerTimes(l00: number, l10: number, l11: number, z: Float64Array, out: Float64Array): void {
  out[0] = l00 * z[0]
  out[1] = l10 * z[0] + l11 * z[1]
}

/** out ← z₁ times the leading eigenvector of a 2×2 matrix, its entry of larger size positive. */
function alongLeading(xx: number, xy: number, yy: number, z: Float64Array, out: Float64Array): void {
  const half = (xx - yy) / 2
  const gap = Math.sqrt(half * half + xy * xy)
  // (λ − yy, xy) or (xy, λ − xx), whichever is longer.
  let [x, y] = half > 0 ? [gap + half, xy] : [xy, gap - half]
  const length = Math.sqrt(x * x + y * y)
  if (length > 0) {
    const sign = (Math.abs(x) >= Math.abs(y) ? x : y) < 0 ? -1 : 1
    x *= sign / length
    y *= sign / length
  } else [x, y] = [1, 0]
  out[0] = x * z[0]
  out[1] = y * z[0]
}

/**
 * Where repeat number `repeat` ends, written to `out`. Draws are those of (seed, step, 2·repeat and the next), so that repeat 0
 * is the path of a simulation's arm (but for noise shaped like G, which the simulation draws from n numbers).
 */
export function endOf({ noise, X, start, eta, trace, share, steps, seed }: Trial, repeat: number, out: Float64Array): void {
  const samples = turned(X)
  const [z, xi] = [new Float64Array(2), new Float64Array(2)]
  const sums: Sums = { ga: 0, gb: 0, aa: 0, ab: 0, bb: 0, sharp: 0 }
  let [u, v] = start
  for (let step = 0; step < steps; step++) {
    sumUp(samples, Math.SQRT1_2 * (u - v), Math.SQRT1_2 * (u + v), sums)
    const size = noise === 'none' ? 0 : trace > 0 ? trace : eta * eta * share * (sums.aa + sums.bb)
    xi.fill(0)
    if (size > 0) {
      normals(z, seed, STREAM.noise, step, 2 * repeat)
      shape(noise, sums, z, xi)
    }
    const root = Math.sqrt(Math.max(0, size))
    u -= eta * Math.SQRT1_2 * (sums.ga + sums.gb) + root * xi[0]
    v -= eta * Math.SQRT1_2 * (sums.gb - sums.ga) + root * xi[1]
  }
  out[0] = u
  out[1] = v
}

/** How many of the repeats from … to − 1 end in the flat basin. */
export function successes(trial: Trial, from: number, to: number, tick: (done: number) => void = () => {}): number {
  const end = new Float64Array(2)
  let count = 0
  for (let repeat = from; repeat < to; repeat++) {
    endOf(trial, repeat, end)
    if (end[0] < REACHED && end[1] < REACHED) count++
    if ((repeat - from) % 64 === 63) tick(repeat + 1 - from)
  }
  return count
}
