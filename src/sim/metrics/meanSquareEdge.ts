/** The largest stable learning rate in mean square, of a minimum with minibatch noise (THEORY.md §8). */

import { lanczos } from '../../lib/lanczos'
import type { Features } from './features'

/** ‖Ax − λx‖ over ‖A‖ that is aimed at: 1/η* is right to about its square. */
const TOLERANCE = 1e-7

/**
 * η* of plain SGD beside a minimum that interpolates (Mulayoff & Michaeli, arXiv 2306.07850): below it E[L] decays, above it grows. `strength`
 * is what minibatches make of Σ: 1/B, without replacement times (n−B)/(n−1); 0 is gradient descent, whose η* is 2/λ₁. NaN where G is zero.
 *
 * With A(M) = GM + MG and P(M) = E_B[G_BMG_B] = GMG + strength·[(1/n) Σ_i G_iMG_i − GMG] a step takes M = E[wwᵀ] to M − ηA(M) + η²P(M).
 * Both maps keep symmetric matrices and P the cone of positive ones, where ρ is an eigenvalue, so that the first η with ρ = 1
 * has 1/η = the largest eigenvalue of A^−½PA^−½, and A is diagonal in the eigenbasis of G.
 */
export function meanSquareEdge({ n, outputs = 1, s, lambda, features }: Features, strength: number): number {
  if (s === 0) return Number.NaN
  if (strength === 0) return 2 / lambda[0]
  const size = (s * (s + 1)) / 2
  const M = new Float64Array(s * s)
  const P = new Float64Array(s * s)
  const images = new Float64Array(outputs * s)
  const root = Float64Array.from({ length: s * s }, (_, at) => Math.sqrt(lambda[Math.floor(at / s)] + lambda[at % s]))
  /** P ← Σ_i G_iMG_i, its lower triangle, with G_i = Z_iᵀZ_i. */
  const addSamples = () => {
    P.fill(0)
    for (let i = 0; i < n; i++) {
      const Z = features.subarray(i * outputs * s, (i + 1) * outputs * s)
      for (let c = 0; c < outputs; c++)
        for (let k = 0; k < s; k++) {
          let sum = 0
          for (let l = 0, row = k * s, z = c * s; l < s; l++) sum += M[row + l] * Z[z + l]
          images[c * s + k] = sum
        }
      for (let c = 0; c < outputs; c++)
        for (let e = 0; e < outputs; e++) {
          let q = 0
          for (let k = 0; k < s; k++) q += images[c * s + k] * Z[e * s + k]
          for (let k = 0; k < s; k++) {
            const qz = q * Z[c * s + k]
            for (let l = 0, row = k * s, z = e * s; l <= k; l++) P[row + l] += qz * Z[z + l]
          }
        }
    }
  }
  // Off-diagonal entries times √2: in these coordinates the product of matrices is that of vectors.
  const apply = (x: Float64Array) => {
    const y = new Float64Array(size)
    for (let k = 0, at = 0; k < s; k++)
      for (let l = 0; l <= k; l++) M[k * s + l] = M[l * s + k] = (x[at++] * (k === l ? 1 : Math.SQRT1_2)) / root[k * s + l]
    addSamples()
    for (let k = 0, at = 0; k < s; k++)
      for (let l = 0; l <= k; l++) {
        const i = k * s + l
        const value = (strength / n) * P[i] + (1 - strength) * lambda[k] * lambda[l] * M[i]
        y[at++] = (value * (k === l ? 1 : Math.SQRT2)) / root[i]
      }
    return y
  }
  // M = I: inside the cone, hence not orthogonal to the leading eigenvector.
  const start = () => {
    const x = new Float64Array(size)
    for (let k = 0; k < s; k++) x[(k * (k + 1)) / 2 + k] = root[k * s + k]
    return x
  }
  return 1 / lanczos(apply, size, 1, { tolerance: TOLERANCE, start }).values[0]
}
