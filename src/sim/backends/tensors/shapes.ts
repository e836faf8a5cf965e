/** Tensors in other shapes, and parts of them, with their ranks told to the type checker. Call in a tidy. */

import {
  concat,
  gather,
  type Rank,
  reshape,
  slice,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  zeros,
} from '@tensorflow/tfjs-core'

export const asRow = (x: Tensor): Tensor1D => reshape<Rank.R1>(x, [x.size])
export const asMatrix = (x: Tensor, rows: number, columns: number): Tensor2D => reshape<Rank.R2>(x, [rows, columns])
/** A matrix for each of `count`. */
export const asStack = (x: Tensor, count: number, rows: number, columns: number): Tensor3D => reshape<Rank.R3>(x, [count, rows, columns])

/** rows×columns of every matrix of a stack from (row, column) on. */
export const cutOut = (x: Tensor3D, row: number, column: number, rows: number, columns: number): Tensor3D =>
  slice<Rank.R3, Tensor3D>(x, [0, row, column], [x.shape[0], rows, columns])

/** Columns of a matrix, by index. */
export const columnsAt = (x: Tensor2D, where: Tensor1D): Tensor2D => gather<Tensor2D>(x, where, 1)

/** The sum along the last of three dimensions. */
export const sumOfLast = (x: Tensor3D): Tensor2D => sum<Tensor2D>(x, 2)

/** With a column of zeros behind the last. */
export const withZero = (x: Tensor2D): Tensor2D => concat<Tensor2D>([x, zeros<Rank.R2>([x.shape[0], 1])], 1)
