import { type Eigen, type Eigh, eigh, FULL_SIDE } from '../../lib/eigen'
import { lanczos, type Product } from '../../lib/lanczos'
import { times } from '../../lib/matrix'

/**
 * Eigenpairs of a positive semi-definite matrix of that side, or of one known by its products alone: all of them up to
 * FULL_SIDE rows, the k leading ones above, each with ‖Av − λv‖ ≤ tolerance·‖A‖.
 */
export function leadingEigen(A: Float64Array | Product, side: number, k: number, solve: Eigh = eigh, tolerance = 1e-13): Eigen {
  if (typeof A !== 'function' && side <= FULL_SIDE) return solve(A, side)
  const product = typeof A === 'function' ? A : (x: Float64Array) => times(A, x, side, side)
  return lanczos(product, side, k, { tolerance, semidefinite: true, solve })
}
