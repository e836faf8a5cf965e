/** Operations within every sample on tensors, of attention and layer norm: matrices and groups among a sample's numbers. Call in a tidy. */

import {
  abs,
  add,
  broadcastTo,
  div,
  max,
  maximum,
  mean,
  mul,
  type Rank,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  type Tensor2D,
  type Tensor3D,
  tensor3d,
} from '@tensorflow/tfjs-core'
import type { Groups, Inside, Products } from '../machine/machine'
import { NORM_EPSILON } from '../machine/within'
import { product } from '../tfjs/ops'
import { type Constants, indices } from './constants'
import { asMatrix, asStack, columnsAt, withZero } from './shapes'

/** Products of matrices inside every sample, zero beside them. */
export function productsWithin(constants: Constants, shape: Products, x: Tensor2D, y: Tensor2D): Tensor2D {
  const { batch, rows, depth, columns, scale, width } = shape
  const count = x.shape[0]
  const taken = (from: Tensor2D, place: Inside, height: number, across: number) => {
    const name = `${[batch, height, across, ...Object.values(place)]}`
    const list = constants.of('matrices inside', name, () => indices(placesOf(place, batch, height, across)))
    return asStack(columnsAt(from, list), count * batch, height, across)
  }
  const Z = product(taken(x, shape.x, rows, depth), taken(y, shape.y, depth, columns))
  const name = `${[batch, rows, columns, width, ...Object.values(shape.z)]}`
  const back = constants.of('places of products', name, () => {
    const list = new Int32Array(width).fill(batch * rows * columns)
    for (const [k, place] of placesOf(shape.z, batch, rows, columns).entries()) list[place] = k
    return indices(list)
  })
  const placed = columnsAt(withZero(asMatrix(Z, count, batch * rows * columns)), back)
  return scale === 1 ? placed : mul(placed, constants.number(scale))
}

/** Where the entries of every matrix stand among a sample's numbers, row by row. */
function placesOf({ from, each, row, col }: Inside, batch: number, rows: number, columns: number): Int32Array {
  const size = rows * columns
  return Int32Array.from({ length: batch * size }, (_, k) => {
    const inside = k % size
    return from + Math.floor(k / size) * each + Math.floor(inside / columns) * row + (inside % columns) * col
  })
}

/** What hides the numbers beyond the diagonal from a softmax: their exponentials are zero. */
const HIDDEN = -1e30

/** Softmax of the first t + 1 numbers of row t of every square, zero beyond. */
export function causal(constants: Constants, places: number, z: Tensor2D): Tensor2D {
  const mask = constants.of('causal masks', `${places}`, () => {
    const values = Float32Array.from({ length: places * places }, (_, k) => (k % places > Math.floor(k / places) ? HIDDEN : 0))
    return tensor3d(values, [1, places, places])
  })
  return asMatrix(softmax(add<Tensor3D>(asStack(z, z.size / (places * places), places, places), mask)), ...z.shape)
}

/** Groups along the middle dimension. */
const grouped = ({ size, inner }: Groups, x: Tensor2D): Tensor3D => asStack(x, x.size / (size * inner), size, inner)

/** scale·⟨x, y⟩ of every group times each of the group's z; null stands for ones. */
export function contracted(
  constants: Constants,
  groups: Groups,
  scale: number,
  x: Tensor2D | null,
  y: Tensor2D,
  z: Tensor2D | null,
): Tensor2D {
  const inner = mul(sum<Tensor3D>(grouped(groups, x ? mul(x, y) : y), 1, true), constants.number(scale))
  const shape = grouped(groups, y).shape
  return asMatrix(z ? mul(inner, grouped(groups, z)) : broadcastTo<Rank.R3>(inner, shape), ...y.shape)
}

/** So small that only what is zero is below it. */
const LEAST = 1e-37

/** ‖(scale·x_i)∘y_i‖ of every sample, in units of its largest number, whose square float32 may not hold; null stands for ones. */
export function lengths(constants: Constants, scale: number, x: Tensor2D, y: Tensor2D | null): Tensor2D {
  const scaled = mul<Tensor2D>(x, constants.number(scale))
  const sizes = abs(y ? mul(scaled, y) : scaled)
  const top = maximum(max<Tensor2D>(sizes, 1, true), constants.number(LEAST))
  return mul(top, sqrt(sum<Tensor2D>(square(div(sizes, top)), 1, true)))
}

/** y = r·(x − mean) of every group, and r = 1/√(variance + ε) at each of its numbers. */
export function normalized(constants: Constants, groups: Groups, x: Tensor2D): [y: Tensor2D, r: Tensor2D] {
  const whole = grouped(groups, x)
  const centred: Tensor3D = sub(whole, mean<Tensor3D>(whole, 1, true))
  const variance = mean<Tensor3D>(square(centred), 1, true)
  const r: Tensor3D = div(constants.number(1), sqrt(add(variance, constants.number(NORM_EPSILON))))
  return [asMatrix(mul(centred, r), ...x.shape), asMatrix(broadcastTo<Rank.R3>(r, whole.shape), ...x.shape)]
}
