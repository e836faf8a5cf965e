/** The stationary state of SGD where labels are noisy, and its temperature in each direction (THEORY.md §5). */

import { type MomentStep, momentStep } from './escapeMoments'
import type { EscapeProblem } from './escapeProblem'

/**
 * SGD in its stationary state, on a linear model that cannot fit all labels. With the constant force h·v_k added,
 * θ⁺ = θ − η(∇L_B − h v_k), the mean of w_k answers χ_k(t) = (1 − (1 − ηλ_k)^t)/λ_k, and without it
 * C_k(t) = E[w_k(0) w_k(t)] = (1 − ηλ_k)^t E[w_k²]. Hence C_k(0) − C_k(t) = T_k χ_k(t) at every t with T_k = λ_k E[w_k²]: the
 * fluctuation-dissipation relation of one direction, exactly. From the balance of E[w_k²],
 * T_k = (η/2)·strength·v_kᵀE[Σ]v_k/(1 − ηλ_k/2), strength = 1/B with replacement.
 */
export interface Stationary {
  /** E[wwᵀ], s×s. */
  readonly M: Float64Array
  /** E[L]. */
  readonly loss: number
  /** T_k = λ_k E[w_k²], length s. */
  readonly T: Float64Array
}

export interface SgdSettings {
  readonly eta: number
  /** c/B as in MomentStep. */
  readonly strength: number
}

/** χ_k(t) = (1 − (1 − ηλ)^t)/λ: what a constant force of size one, switched on at 0, moves the mean by after t steps. */
export function response(lambda: number, eta: number, t: number): number {
  let left = 1
  let factor = 1 - eta * lambda
  for (let e = t; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) left *= factor
    factor *= factor
  }
  return (1 - left) / lambda
}

const ROUNDS = 10_000
const CONVERGED = 1e-14

/**
 * The stationary second moments for residuals `rest` (length n) at the minimum: the fixed point of the exact recursion of the
 * data set, by solving for the decay and iterating over the noise; null where there is none (unstable in mean square).
 */
export function stationary(problem: EscapeProblem, rest: Float64Array, { eta, strength }: SgdSettings): Stationary | null {
  const { n, s, lambda } = problem
  if (!(eta * lambda[0] < 2)) return null
  const more = rest.map(e => e * e)
  const step: MomentStep = { eta, strength, shape: 'sigma' }
  const M = new Float64Array(s * s)
  const out = new Float64Array(s * s)
  const floor = more.reduce((t, q) => t + q, 0) / (2 * n)
  for (let round = 0; round < ROUNDS; round++) {
    momentStep(problem, M, out, step, more)
    let change = 0
    let size = 0
    for (let k = 0; k < s; k++)
      for (let l = 0; l < s; l++) {
        const at = k * s + l
        const keep = (1 - eta * lambda[k]) * (1 - eta * lambda[l])
        const next = (out[at] - keep * M[at]) / (1 - keep)
        if (k === l) {
          change += lambda[k] * Math.abs(next - M[at])
          size += lambda[k] * next
        }
        M[at] = next
      }
    if (!(size < 1e12 * floor)) return null
    if (change <= CONVERGED * size) {
      const T = lambda.map((v, k) => v * M[k * s + k])
      return { M, loss: floor + T.reduce((t, v) => t + v, 0) / 2, T }
    }
  }
  return null
}

/**
 * The same if Σ were 2L·G exactly: T_k = η·strength·E[L]·λ_k/(1 − ηλ_k/2) with
 * E[L] = L_min/(1 − (η·strength/2) Σ_k λ_k/(1 − ηλ_k/2)). E[w_k²] is then nearly equal in every direction, and T_k ∝ λ_k.
 */
export function alignedTemperatures(lambda: Float64Array, floor: number, { eta, strength }: SgdSettings): Float64Array {
  const per = lambda.map(v => (eta * strength * v) / (1 - (eta * v) / 2))
  const share = per.reduce((t, v) => t + v, 0) / 2
  return per.map(v => (share < 1 ? (v * floor) / (1 - share) : Number.NaN))
}
