import { reshape, type Tensor, type Tensor2D, type Tensor3D, tensor2d } from '@tensorflow/tfjs-core'
import { Fault } from '../../../lib/fault'
import { OVERFLOW, type Problem } from '../types'

/** f32 sums over more rows than this are split, and the parts added pairwise or in float64. */
const CHUNK_ROWS = 512

/** How the n rows lie on the device: `chunks` blocks of `rows`, the last padded with zeros. */
export interface RowLayout {
  readonly chunks: number
  readonly rows: number
  readonly padded: number
}

/** X and y on the device; padding rows are zero in both, so their residuals are zero. */
export interface ProblemTensors {
  /** padded×d */
  readonly X: Tensor2D
  /** chunks×rows×d, the same storage */
  readonly blocks: Tensor3D
  /** padded×1 */
  readonly y: Tensor2D
}

export function rowLayout(n: number): RowLayout {
  const chunks = Math.ceil(n / CHUNK_ROWS)
  // Even rows: tfjs-webgl packs 2×2 entries, and can then read the blocks and the whole from one texture.
  const rows = chunks === 1 ? n : 2 * Math.ceil(n / (2 * chunks))
  return { chunks, rows, padded: chunks * rows }
}

/** Uploads X (n×d) and y as f32; call in a tidy. */
export function uploadProblem(problem: Problem, layout: RowLayout): [Tensor2D, Tensor3D, Tensor2D] {
  const { d } = problem
  const values = new Float32Array(layout.padded * d)
  values.set(problem.X)
  const targets = new Float32Array(layout.padded)
  targets.set(problem.y)
  const X = tensor2d(values, [layout.padded, d])
  return [X, reshape(X, [layout.chunks, layout.rows, d]), tensor2d(targets, [layout.padded, 1])]
}

/** Throws where the problem's arrays are inconsistent, exceed f32, or exceed `capacity` floats per tensor. */
export function checkProblem({ n, d, X, y, model }: Problem, capacity: number): void {
  if (!(n >= 1 && d >= 1) || X.length !== n * d || y.length !== n) {
    throw new RangeError(`The problem does not fit together: n = ${n}, d = ${d}, X has ${X.length} entries, y has ${y.length}`)
  }
  if (!X.every(fits) || !y.every(fits))
    throw new Fault(`X and y must be finite and below ${OVERFLOW.f32} in size to be computed in f32`, 'choose wasm, which has f64')
  const largest = Math.max(rowLayout(n).padded, model.kind === 'olm-two-layer' ? model.m : 1) * d
  if (largest > capacity) {
    throw new Fault(
      `The problem does not fit the device: ${largest} numbers in one piece, and it takes ${Math.floor(capacity)}`,
      'choose wasm',
    )
  }
}

function fits(value: number): boolean {
  return Math.abs(value) <= OVERFLOW.f32
}

/** Parts of a flat vector as f32 tensors; call in a tidy. */
export function split(flat: Float64Array, shapes: readonly (readonly [number, number])[]): Tensor2D[] {
  let at = 0
  return shapes.map(([rows, columns]) => {
    const part = Float32Array.from(flat.subarray(at, at + rows * columns))
    at += rows * columns
    return tensor2d(part, [rows, columns])
  })
}

/** Total number of entries. */
export function sizeOf(tensors: readonly Tensor[]): number {
  return tensors.reduce((sum, tensor) => sum + tensor.size, 0)
}
