/** Operations within a sample, of attention and of layer norm, on plain arrays of `rows` samples: the plain machine's own. */

import exp from '@stdlib/math-base-special-exp'
import type { Groups, Products } from './machine'

/** What is added to a variance before its root. */
export const NORM_EPSILON = 1e-5

/** z += scale·X_h Y_h in every sample, each entry the sum over the depth in order, from zero. */
export function addProducts(shape: Products, x: Float64Array, xWidth: number, y: Float64Array, yWidth: number, z: Float64Array): void {
  const { batch, rows, depth, columns, scale, width } = shape
  const count = z.length / width
  for (let s = 0; s < count; s++)
    for (let h = 0; h < batch; h++) {
      const xAt = s * xWidth + shape.x.from + h * shape.x.each
      const yAt = s * yWidth + shape.y.from + h * shape.y.each
      const zAt = s * width + shape.z.from + h * shape.z.each
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) {
          let sum = 0
          for (let k = 0; k < depth; k++) sum += x[xAt + i * shape.x.row + k * shape.x.col] * y[yAt + k * shape.y.row + j * shape.y.col]
          z[zAt + i * shape.z.row + j * shape.z.col] += scale * sum
        }
    }
}

/** Softmax of the first t + 1 numbers of row t of every square, shifted by the largest; zero beyond. In place. */
export function causalSoftmax(places: number, z: Float64Array): void {
  for (let at = 0, t = 0; at < z.length; at += places, t = (t + 1) % places) {
    let top = z[at]
    for (let u = 1; u <= t; u++) top = Math.max(top, z[at + u])
    let sum = 0
    for (let u = 0; u <= t; u++) sum += z[at + u] = exp(z[at + u] - top)
    for (let u = 0; u <= t; u++) z[at + u] /= sum
    z.fill(0, at + t + 1, at + places)
  }
}

/** Calls `visit` with the first number of every group. */
function eachGroup({ size, inner }: Groups, length: number, visit: (first: number) => void): void {
  for (let o = 0; o < length; o += size * inner) for (let i = 0; i < inner; i++) visit(o + i)
}

/** out += scale·⟨x, y⟩·z of every group. */
export function contract(
  groups: Groups,
  scale: number,
  x: Float64Array | null,
  y: Float64Array,
  z: Float64Array | null,
  out: Float64Array,
): void {
  const { size, inner } = groups
  eachGroup(groups, y.length, first => {
    let sum = 0
    for (let k = 0, at = first; k < size; k++, at += inner) sum += x ? x[at] * y[at] : y[at]
    const value = scale * sum
    for (let k = 0, at = first; k < size; k++, at += inner) out[at] += z ? value * z[at] : value
  })
}

/** out ← ‖(scale·x_i)∘y_i‖ of every sample, of `width` numbers. */
export function lengths(width: number, scale: number, x: Float64Array, y: Float64Array | null, out: Float64Array): void {
  for (let i = 0, at = 0; i < out.length; i++) {
    let sum = 0
    for (const end = at + width; at < end; at++) {
      const v = scale * x[at] * (y ? y[at] : 1)
      sum += v * v
    }
    out[i] = Math.sqrt(sum)
  }
}

/** y ← r·(x − mean) and r ← 1/√(variance + ε) of every group. */
export function normalize(groups: Groups, x: Float64Array, y: Float64Array, r: Float64Array): void {
  const { size, inner } = groups
  eachGroup(groups, x.length, first => {
    let sum = 0
    for (let k = 0, at = first; k < size; k++, at += inner) sum += x[at]
    const mean = sum / size
    let squares = 0
    for (let k = 0, at = first; k < size; k++, at += inner) squares += (x[at] - mean) * (x[at] - mean)
    const root = 1 / Math.sqrt(squares / size + NORM_EPSILON)
    for (let k = 0, at = first; k < size; k++, at += inner) {
      y[at] = root * (x[at] - mean)
      r[at] = root
    }
  })
}
