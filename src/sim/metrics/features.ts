/** G at one θ in its own eigenbasis, sample by sample: `gramFeatures`, `columnFeatures`. */

import { eigh } from '../../lib/eigen'
import { times } from '../../lib/matrix'
import { rankOf } from './geometry'

/**
 * J in the eigenbasis of G, of s directions that are not flat: row i·C + c of Z holds z_k = (J v_k) of sample i and output c, so that
 * G = (1/n) ZᵀZ = diag(λ).
 */
export interface Features {
  readonly n: number
  /** C; 1 by default. */
  readonly outputs?: number
  readonly s: number
  /** λ_1 ≥ … > 0. */
  readonly lambda: Float64Array
  /** Z, n·C × s row by row. */
  readonly features: Float64Array
}

/** From K = JJᵀ (n·C × n·C): z_ik = √(nλ_k)·u_ik (THEORY.md §8). Eigenvalues below the share `rounding` of the largest are none. */
export function gramFeatures(K: Float64Array, n: number, outputs: number, rounding?: number): Features {
  const side = n * outputs
  const { values, vectors } = eigh(K, side)
  const s = rankOf(values, rounding)
  const features = new Float64Array(side * s)
  for (let k = 0; k < s; k++) {
    const root = Math.sqrt(values[k])
    for (let i = 0; i < side; i++) features[i * s + k] = root * vectors[k * side + i]
  }
  return { n, outputs, s, lambda: values.slice(0, s).map(v => v / n), features }
}

/** From a J of few columns (n·C × d), or from reduced features that have the same K. */
export function columnFeatures(J: Float64Array, n: number, outputs: number, d: number): Features {
  const rows = n * outputs
  const G = new Float64Array(d * d)
  for (let i = 0; i < rows; i++) for (let a = 0; a < d; a++) for (let b = 0; b <= a; b++) G[a * d + b] += (J[i * d + a] * J[i * d + b]) / n
  for (let a = 0; a < d; a++) for (let b = 0; b < a; b++) G[b * d + a] = G[a * d + b]
  const { values, vectors } = eigh(G, d)
  const s = rankOf(values)
  const features = new Float64Array(rows * s)
  for (let k = 0; k < s; k++) {
    const image = times(J, vectors.subarray(k * d, (k + 1) * d), rows, d)
    for (let i = 0; i < rows; i++) features[i * s + k] = image[i]
  }
  return { n, outputs, s, lambda: values.slice(0, s), features }
}
