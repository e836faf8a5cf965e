/** Matrices inside arrays, and the order in which their products are summed on every machine with float64. */

/** A matrix inside an array: entry (i, j) stands at from + i·row + j·col, so that transposes and blocks need no copy. */
export interface MatrixView {
  readonly data: Float64Array
  readonly from: number
  readonly row: number
  readonly col: number
}

/** A row-major matrix of that width, from `from` on. */
export const rowsOf = (data: Float64Array, width: number, from = 0): MatrixView => ({ data, from, row: width, col: 1 })
/** The transpose of that matrix. */
export const columnsOf = (data: Float64Array, width: number, from = 0): MatrixView => ({ data, from, row: 1, col: width })

/**
 * C (n×m, row-major of that stride, from `at` on) += s·A·B for A n×k and B k×m. With `lower` only the entries j ≤ i are
 * sure to be complete. Every entry adds s·(sum over l) for blocks of DEPTH along k in turn, each sum in order of l from
 * zero: that order is part of the bits.
 */
export type AddProduct = (
  C: Float64Array,
  at: number,
  stride: number,
  A: MatrixView,
  B: MatrixView,
  n: number,
  m: number,
  k: number,
  s?: number,
  lower?: boolean,
) => void

/** Entries along k that are summed before they are added to C. */
export const DEPTH = 256
