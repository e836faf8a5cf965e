/** Principal components of points of a path, through the matrix of their inner products: never p×p. */

import { eigh } from '../../lib/eigen'
import { axpy } from '../../lib/matrix'

export interface Components {
  /** The directions of largest variance, of any length. */
  readonly first: Float64Array
  readonly second: Float64Array
  /** Share of the points' variance along each, 0 … 1. */
  readonly shares: readonly [number, number]
}

/** Multiply-adds that the inner products may cost: about a tenth of a second. */
const COST = 1e8
const [FEWEST, MOST] = [8, 256]

/** How many points of length p are compared at most. */
export const pointsCompared = (p: number) => Math.max(FEWEST, Math.min(MOST, Math.floor(Math.sqrt(COST / p))))

/**
 * The two leading principal components of points (given from any common origin), each pointing to where the path ends rather than where
 * it began. Points that are all one have zero directions and shares.
 */
export function componentsOf(points: readonly Float32Array[], size: number): Components {
  const T = points.length
  const mean = new Float64Array(size)
  for (const point of points) for (let i = 0; i < size; i++) mean[i] += point[i] / T
  const centred = points.map(point => mean.map((m, i) => point[i] - m))
  const K = new Float64Array(T * T)
  for (let s = 0; s < T; s++)
    for (let t = 0; t <= s; t++) {
      const [a, b] = [centred[s], centred[t]]
      let sum = 0
      for (let i = 0; i < size; i++) sum += a[i] * b[i]
      K[s * T + t] = K[t * T + s] = sum
    }
  const { values, vectors } = eigh(K, T)
  let total = 0
  for (let s = 0; s < T; s++) total += K[s * T + s]
  const component = (k: number) => {
    const v = new Float64Array(size)
    if (k >= T || !(values[k] > 0)) return v
    const weights = vectors.subarray(k * T, (k + 1) * T)
    const along = weights[T - 1] - weights[0]
    for (const [s, point] of centred.entries()) axpy(v, along < 0 ? -weights[s] : weights[s], point)
    return v
  }
  const share = (k: number) => (k < T && total > 0 ? Math.max(0, values[k]) / total : 0)
  return { first: component(0), second: component(1), shares: [share(0), share(1)] }
}
