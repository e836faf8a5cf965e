/** Linear equations with a positive definite matrix, by Cholesky. */

import { cholesky } from '../../lib/matrix'

/** x with Ax = b for symmetric positive definite A (n×n); null where a pivot is lost to rounding. */
export function solveSpd(A: Float64Array, b: Float64Array, n: number): Float64Array | null {
  const R = cholesky(A, n)
  const x = b.slice()
  for (let i = 0; i < n; i++) {
    if (R[i * n + i] === 0) return null
    for (let j = 0; j < i; j++) x[i] -= R[i * n + j] * x[j]
    x[i] /= R[i * n + i]
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i] -= R[j * n + i] * x[j]
    x[i] /= R[i * n + i]
  }
  return x
}
