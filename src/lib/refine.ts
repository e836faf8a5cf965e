/** Small eigenpairs with digits that no solver of the whole matrix leaves them: `refineSteps`. */

import { type Eigen, eigh, orient } from './eigen'
import { axpy, dot, largestOf, norm, scaled } from './matrix'

/** v → A v for several v at once, in steps that pause for what `Q` says. */
export type SteppedProducts<Q> = (vs: readonly Float64Array[]) => Generator<Q, readonly Float64Array[], unknown>

/** Share of a distance between eigenvalues beyond which a coupling is no small turn of their directions. */
const TURN = 0.1

/**
 * The pairs `from` ≤ k < `to` of all n eigenpairs of a positive semi-definite A = BBᵀ anew, the others as they are. Whatever solver found
 * them is off by ‖A‖ε, in directions by that over the distance to the next eigenvalue. Products that take Bᵀ and B one after the other
 * lose ‖B‖ε of √λ instead, and to first order they tell how each direction turns: among those asked for by Rayleigh–Ritz, towards all
 * others one by one (Ogita & Aishima, Iterative refinement for symmetric eigenvalue decomposition, JJIAM 35, 2018). What is left is of
 * second order: at λ = 1e-10‖A‖ still less than 1e-9.
 */
export function* refineSteps<Q>(
  eigen: Eigen,
  n: number,
  [from, to]: readonly [number, number],
  products: SteppedProducts<Q>,
): Generator<Q, Eigen, unknown> {
  const m = to - from
  const [values, vectors] = [eigen.values.slice(), eigen.vectors.slice()]
  const row = (k: number) => vectors.subarray(k * n, (k + 1) * n)
  const found = Array.from({ length: m }, (_, k) => row(from + k).slice())
  const images = yield* products(found)
  const S = Float64Array.from({ length: m * m }, (_, at) => {
    const [i, j] = [Math.floor(at / m), at % m]
    return (dot(found[i], images[j]) + dot(found[j], images[i])) / 2
  })
  if (!Number.isFinite(largestOf(S))) return eigen
  const inner = eigh(S, m)
  for (let k = 0; k < m; k++) {
    const value = inner.values[k]
    const [u, rest] = [new Float64Array(n), new Float64Array(n)]
    for (let i = 0; i < m; i++) {
      axpy(u, inner.vectors[k * m + i], found[i])
      axpy(rest, inner.vectors[k * m + i], images[i])
    }
    axpy(rest, -value, u)
    for (let j = 0; j < n; j++) {
      const apart = value - eigen.values[j]
      const coupled = dot(eigen.vectors.subarray(j * n, (j + 1) * n), rest)
      if ((j < from || j >= to) && Math.abs(coupled) < TURN * Math.abs(apart))
        axpy(u, coupled / apart, eigen.vectors.subarray(j * n, (j + 1) * n))
    }
    values[from + k] = value
    vectors.set(scaled(u, 1 / norm(u)), (from + k) * n)
    orient(row(from + k))
  }
  return { values, vectors }
}
