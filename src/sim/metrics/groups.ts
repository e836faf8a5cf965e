/** Directions whose eigenvalues are (nearly) equal: what single ones of them say depends on the basis, their means do not. */

/** Share of the largest eigenvalue by which two may differ and still count as equal: beyond, rounding turns their directions by less than 1e-7. */
const EQUAL = 1e-8

/** For every direction the first one of its group, and how many are in it; eigenvalues descend. */
export function groupsOf(lambda: ArrayLike<number>): { readonly first: Int32Array; readonly size: Int32Array } {
  const first = new Int32Array(lambda.length)
  const size = new Int32Array(lambda.length)
  for (let k = 0; k < lambda.length; k++) {
    first[k] = k > 0 && lambda[k - 1] - lambda[k] <= EQUAL * lambda[0] ? first[k - 1] : k
    size[first[k]]++
  }
  for (let k = 0; k < lambda.length; k++) size[k] = size[first[k]]
  return { first, size }
}

/** The mean over its group in place of every value. */
export function groupMeans(values: Float64Array, { first, size }: ReturnType<typeof groupsOf>): Float64Array {
  const sums = new Float64Array(values.length)
  for (let k = 0; k < values.length; k++) sums[first[k]] += values[k]
  return values.map((_, k) => (size[k] > 1 ? sums[first[k]] / size[k] : values[k]))
}
