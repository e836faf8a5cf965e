/** How far Σ and G are from having the same eigenvectors, and how far they would be by chance: `commutatorOf`. */

import type { Features } from './features'

export interface Commutator {
  /** ‖ΣG − GΣ‖_F/(‖Σ‖_F‖G‖_F). */
  readonly value: number
  /** The square root of the mean of its square over all rotations of Σ among the s directions of G; NaN of a single direction. */
  readonly baseline: number
}

/**
 * Of the centred Σ from residuals r (n×C) in any unit. In the eigenbasis of G, [Σ, G]_kl = Σ_kl(λ_l − λ_k) (THEORY.md §8, arXiv 2602.05600). Over
 * all rotations the mean square of an entry of Σ off its diagonal is (s·Tr Σ² − (Tr Σ)²)/(s(s−1)(s+2)).
 */
export function commutatorOf({ n, outputs = 1, s, lambda, features }: Features, r: Float64Array): Commutator {
  const S = new Float64Array(s * s)
  const own = new Float64Array(s)
  const mean = new Float64Array(s)
  const addOuter = (g: Float64Array, weight: number) => {
    for (let k = 0; k < s; k++) for (let l = 0; l <= k; l++) S[k * s + l] += weight * g[k] * g[l]
  }
  for (let i = 0; i < n; i++) {
    own.fill(0)
    for (let at = i * outputs; at < (i + 1) * outputs; at++) for (let k = 0; k < s; k++) own[k] += r[at] * features[at * s + k]
    for (let k = 0; k < s; k++) mean[k] += own[k] / n
    addOuter(own, 1 / n)
  }
  addOuter(mean, -1)
  const sums = { trace: 0, squares: 0, apart: 0, traceG: 0, squaresG: 0 }
  for (let k = 0; k < s; k++) {
    sums.trace += S[k * s + k]
    sums.traceG += lambda[k]
    sums.squaresG += lambda[k] * lambda[k]
    for (let l = 0; l <= k; l++) {
      const square = S[k * s + l] * S[k * s + l] * (k === l ? 1 : 2)
      sums.squares += square
      sums.apart += square * (lambda[k] - lambda[l]) * (lambda[k] - lambda[l])
    }
  }
  const entry = (s * sums.squares - sums.trace * sums.trace) / (s * (s - 1) * (s + 2))
  const byChance = 2 * entry * (s * sums.squaresG - sums.traceG * sums.traceG)
  const scale = sums.squares * sums.squaresG
  return { value: Math.sqrt(sums.apart / scale), baseline: Math.sqrt(Math.max(0, byChance) / scale) }
}
