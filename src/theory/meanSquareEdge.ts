/** The largest stable learning rate in mean square, of a data set with minibatch noise (THEORY.md §5). */

import { lanczos } from '../lib/lanczos'
import { momentStep } from './escapeMoments'
import type { EscapeProblem } from './escapeProblem'

/**
 * The learning rate at which ρ of the exact recursion of a data set (batches drawn with the given strength c/B, noise Σ)
 * reaches 1: below it E[L] decays, above it grows. With A(M) = GM + MG and P(M) = GMG + (c/B)[(1/n) Σ_i (z_iᵀMz_i) z_i z_iᵀ − GMG]
 * one step is M⁺ = M − ηA(M) + η²P(M). Both maps keep symmetric matrices and P the cone of positive ones, where ρ is an
 * eigenvalue, so that the first η with ρ = 1 has 1/η = the largest eigenvalue of A^−½PA^−½, and A is diagonal in the eigenbasis.
 */
export function meanSquareEdge(problem: EscapeProblem, strength: number, tolerance = 1e-9): number {
  const { s, lambda } = problem
  const size = (s * (s + 1)) / 2
  const M = new Float64Array(s * s)
  const next = new Float64Array(s * s)
  const root = Float64Array.from({ length: s * s }, (_, at) => Math.sqrt(lambda[Math.floor(at / s)] + lambda[at % s]))
  // Off-diagonal entries times √2: in these coordinates the product of matrices is that of vectors.
  const apply = (x: Float64Array) => {
    const y = new Float64Array(size)
    for (let k = 0, at = 0; k < s; k++)
      for (let l = 0; l <= k; l++) M[k * s + l] = M[l * s + k] = (x[at++] * (k === l ? 1 : Math.SQRT1_2)) / root[k * s + l]
    momentStep(problem, M, next, { eta: 1, strength, shape: 'sigma' })
    for (let k = 0, at = 0; k < s; k++)
      for (let l = 0; l <= k; l++) {
        // momentStep at η = 1 is M − A(M) + P(M).
        const i = k * s + l
        const P = next[i] - M[i] + (lambda[k] + lambda[l]) * M[i]
        y[at++] = (P * (k === l ? 1 : Math.SQRT2)) / root[i]
      }
    return y
  }
  return 1 / lanczos(apply, size, 1, { tolerance }).values[0]
}
