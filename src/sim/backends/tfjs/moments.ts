import { mul, reshape, slice, sum, type Tensor2D, type Tensor3D, tensor2d, tensor3d } from '@tensorflow/tfjs-core'
import { Fault } from '../../../lib/fault'
import type { ProblemTensors, RowLayout } from './data'
import { product, transposed } from './ops'
import type { TensorOwner } from './tensorOwner'

/** Blocks whose f32 moments are added on the device before float64 takes over on the host. */
const GROUP = 16
/** Floats that the moments of one group may take. */
const PRODUCT_WORK = 2 ** 23

/** What the moments need of an engine. */
export interface MomentInput {
  readonly n: number
  readonly d: number
  readonly layout: RowLayout
  readonly data: ProblemTensors
  /** Xᵀ block by block, chunks×d×rows, made once. */
  readonly flipped: Tensor3D
}

/** (1/n) Xᵀ diag(w) X as a symmetric d×d array, row-major; null weights are ones. */
export async function moment(owner: TensorOwner, input: MomentInput, weights: Float64Array | null): Promise<Float64Array> {
  const { n, d, layout, data, flipped } = input
  if (weights !== null && weights.length !== n) throw new RangeError(`moment: ${n} weights are needed, not ${weights.length}`)
  const scaled = weights === null ? null : normalized(weights, layout.padded)
  const total = new Float64Array(d * d)
  const step = Math.max(1, Math.min(GROUP, Math.floor(PRODUCT_WORK / (d * d))))
  for (let from = 0; from < layout.chunks; from += step) {
    const count = Math.min(step, layout.chunks - from)
    const part = await owner.fetch(() => {
      const X = blocksOf(data.blocks, from, count)
      const w = scaled?.values.subarray(from * layout.rows, (from + count) * layout.rows)
      const right: Tensor3D = w === undefined ? X : mul(X, tensor3d(w.slice(), [count, layout.rows, 1]))
      const moments = product(blocksOf(flipped, from, count), right)
      return count === 1 ? moments : sum(moments, 0)
    })
    for (let i = 0; i < total.length; i++) total[i] += part[i]
  }
  return symmetrized(total, d, (scaled?.unit ?? 1) / n, 'moment')
}

/** K = X M Xᵀ as a symmetric n×n array, row-major; M is d×d, null is the identity. */
export async function gram(owner: TensorOwner, input: MomentInput, M: Float64Array | null): Promise<Float64Array> {
  const { n, d, layout, data, flipped } = input
  if (M !== null && M.length !== d * d) throw new RangeError(`gram: M needs ${d * d} entries, not ${M.length}`)
  const scaled = M === null ? null : normalized(M, d * d)
  const left: Tensor2D[] = scaled === null ? [] : owner.make(() => [product(data.X, tensor2d(scaled.values, [d, d]))])
  const K = new Float64Array(n * n)
  try {
    for (let block = 0; block < layout.chunks; block++) {
      const part = await owner.fetch(() => {
        const columns = reshape(blocksOf(flipped, block, 1), [d, layout.rows]) as Tensor2D
        return product(left[0] ?? data.X, columns)
      })
      const start = block * layout.rows
      const width = Math.min(layout.rows, n - start)
      for (let i = 0; i < n; i++) K.set(part.subarray(i * layout.rows, i * layout.rows + width), i * n + start)
    }
  } finally {
    owner.free(left)
  }
  return symmetrized(K, n, scaled?.unit ?? 1, 'gram')
}

/** Xᵀ block by block; call in a tidy. */
export function flip(blocks: Tensor3D): Tensor3D {
  return transposed(blocks)
}

function blocksOf(stack: Tensor3D, from: number, count: number): Tensor3D {
  return count === stack.shape[0] ? stack : slice(stack, [from, 0, 0], [count, stack.shape[1], stack.shape[2]])
}

/** f32 values = unit · values with unit a power of two: squared residuals may leave the range of f32, their ratios do not. */
function normalized(values: Float64Array, length: number): { values: Float32Array<ArrayBuffer>; unit: number } {
  const top = values.reduce((m, v) => Math.max(m, Math.abs(v)), 0)
  const unit = top > 0 && Number.isFinite(top) ? 2 ** Math.floor(Math.log2(top)) : 1
  const out = new Float32Array(length)
  for (let i = 0; i < values.length; i++) out[i] = values[i] / unit
  return { values: out, unit }
}

function symmetrized(A: Float64Array, size: number, factor: number, name: string): Float64Array {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = ((A[i * size + j] + A[j * size + i]) / 2) * factor
      if (!Number.isFinite(value)) throw new Fault(`${name}: the result is not finite in f32`, 'choose wasm, which has f64')
      A[i * size + j] = value
      A[j * size + i] = value
    }
  }
  return A
}
