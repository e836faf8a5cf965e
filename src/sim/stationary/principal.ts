/** Principal components of a path in parameter space, from inner products of its points. */

import { type Eigh, eigh } from '../../lib/eigen'
import { axpy, dot } from '../../lib/matrix'

/** Principal components of a path in parameter space. */
export interface Principal {
  /** Mean of the path, length p. */
  readonly mean: Float64Array
  /** σ_1² ≥ σ_2² ≥ …, variances along the components; those at rounding level are left out. */
  readonly variances: Float64Array
  /** Row i is component i, a unit vector of length p. */
  readonly components: readonly Float64Array[]
}

/** Variances below this share of the largest are rounding. */
const VARIANCE_FLOOR = 1e-12

/**
 * Principal components of T points θ_t (each of length p), at most k, through the smaller side: the T×T matrix of inner products of
 * the centred points has the same non-zero eigenvalues as their p×p covariance (1/T) Σ (θ_t − θ̄)(θ_t − θ̄)ᵀ. O(T²p + T³).
 */
export function principalComponents(points: readonly Float64Array[], k: number, solve: Eigh = eigh): Principal {
  const T = points.length
  const p = points[0]?.length ?? 0
  const mean = new Float64Array(p)
  for (const point of points) for (let j = 0; j < p; j++) mean[j] += point[j] / T
  const centred = points.map(point => point.map((v, j) => v - mean[j]))
  const A = new Float64Array(T * T)
  for (let s = 0; s < T; s++) for (let t = 0; t <= s; t++) A[s * T + t] = A[t * T + s] = dot(centred[s], centred[t]) / T
  const { values, vectors } = solve(A, T)
  const count = Math.min(k, values.filter(v => v > VARIANCE_FLOOR * values[0]).length)
  const components = Array.from({ length: count }, (_, i) => {
    const scale = 1 / Math.sqrt(T * values[i])
    const v = new Float64Array(p)
    for (let t = 0; t < T; t++) axpy(v, scale * vectors[i * T + t], centred[t])
    return v
  })
  return { mean, variances: values.slice(0, count), components }
}
