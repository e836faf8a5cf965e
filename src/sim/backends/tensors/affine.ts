/**
 * The linear part of layers on tensors, in both directions and in the parameters: dense layers as products, convolutions as
 * products with the patches that each place sees. Call in a tidy.
 */

import { add, concat, mul, type Rank, slice, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core'
import type { Affine } from '../machine/machine'
import { product, transposed } from '../tfjs/ops'
import { type Constants, indices } from './constants'
import { longProduct, sumOfRows } from './products'
import { asMatrix, asStack, columnsAt, sumOfLast, withZero } from './shapes'
import type { TensorVector } from './vectors'

/** scale·(W a), and + b with `bias`. */
export function linear(constants: Constants, map: Affine, theta: TensorVector, a: Tensor2D, bias: boolean): Tensor2D {
  const { out, places, taps, table, biasAt } = map
  const rows = a.shape[0]
  if (!table) {
    const z = scaled(constants, map, longProduct(a, theta.weightsTransposed(map)))
    return bias && biasAt >= 0 ? add(z, theta.bias(map)) : z
  }
  const W = asStack(theta.weights(map), 1, out, taps)
  const z = scaled(constants, map, product(W, patches(constants, map, a)))
  const whole = bias && biasAt >= 0 ? add<Tensor3D>(z, asStack(theta.bias(map), 1, out, 1)) : z
  return asMatrix(whole, rows, out * places)
}

/** scale·(Wᵀ dz), rows×inputs. */
export function backwards(constants: Constants, map: Affine, theta: TensorVector, dz: Tensor2D): Tensor2D {
  const { out, places, taps, table } = map
  if (!table) return scaled(constants, map, longProduct(dz, theta.weights(map)))
  const rows = dz.shape[0]
  const W = asStack(theta.weightsTransposed(map), 1, taps, out)
  const seen = product(W, asStack(dz, rows, out, places))
  return scaled(constants, map, gatheredBack(constants, map, asMatrix(seen, rows, taps * places)))
}

/** Σ_i ∂(dz_i·z_i)/∂W and, with `bias`, /∂b. */
export function gradients(constants: Constants, map: Affine, dz: Tensor2D, a: Tensor2D, bias: boolean): [Tensor2D, Tensor2D | null] {
  const { out, taps, places, table, biasAt } = map
  const rows = dz.shape[0]
  const withBias = bias && biasAt >= 0
  if (!table) return [scaled(constants, map, longProduct(transposed(dz), a)), withBias ? sumOfRows(dz) : null]
  const each = product(asStack(dz, rows, out, places), patchesTransposed(constants, map, a))
  const dW = asMatrix(sumOfRows(asMatrix(each, rows, out * taps)), out, taps)
  return [scaled(constants, map, dW), withBias ? sumOfRows(sumOfLast(asStack(dz, rows, out, places))) : null]
}

/** Every sample's gradient of rows first … first + count of W, then those of b: rows×(count·taps + count). */
export function sampleGradients(constants: Constants, map: Affine, dz: Tensor2D, a: Tensor2D, first: number, count: number): Tensor2D {
  const { out, taps, places, biasAt } = map
  const rows = dz.shape[0]
  const whole = asStack(dz, rows, out, places)
  const u: Tensor3D = count === out ? whole : slice<Rank.R3, Tensor3D>(whole, [0, first, 0], [rows, count, places])
  const J = scaled(constants, map, product(u, patchesTransposed(constants, map, a)))
  const flat = asMatrix(J, rows, count * taps)
  return biasAt < 0 ? flat : concat<Tensor2D>([flat, sumOfLast(u)], 1)
}

function scaled<T extends Tensor2D | Tensor3D>(constants: Constants, { scale }: Affine, x: T): T {
  return scale === 1 ? x : mul(x, constants.number(scale))
}

/** What every tap sees at every place, rows×taps×places. */
function patches(constants: Constants, map: Affine, a: Tensor2D): Tensor3D {
  const { table, taps, places, inputs } = map
  if (!table) return asStack(a, a.shape[0], taps, places)
  const where = constants.of(table, 'patches', () => indices(table.map(k => (k < 0 ? inputs : k))))
  return asStack(columnsAt(withZero(a), where), a.shape[0], taps, places)
}

/** The same, rows×places×taps. */
function patchesTransposed(constants: Constants, map: Affine, a: Tensor2D): Tensor3D {
  const { table, taps, places, inputs } = map
  if (!table) return asStack(a, a.shape[0], places, taps)
  const where = constants.of(table, 'patches transposed', () => {
    const flipped = new Int32Array(table.length)
    for (let k = 0; k < table.length; k++) flipped[(k % places) * taps + Math.floor(k / places)] = table[k] < 0 ? inputs : table[k]
    return indices(flipped)
  })
  return asStack(columnsAt(withZero(a), where), a.shape[0], places, taps)
}

/**
 * The transpose of taking patches: for every input the sum over the taps and places that see it, looked up in the table of
 * those, whose order is fixed (additions at scattered places would have none).
 */
function gatheredBack(constants: Constants, { table, inputs }: Affine, seen: Tensor2D): Tensor2D {
  if (!table) return seen
  const where = constants.of(table, 'inputs', () => indices(viewersOf(table, inputs)))
  const each = asStack(columnsAt(withZero(seen), where), seen.shape[0], inputs, where.size / inputs)
  return sumOfLast(each)
}

/** For every input the entries of the table that name it, filled up with the index after the last. */
function viewersOf(table: Int32Array, inputs: number): Int32Array {
  const counts = new Int32Array(inputs)
  for (const input of table) if (input >= 0) counts[input]++
  const most = Math.max(
    1,
    counts.reduce((top, count) => Math.max(top, count), 0),
  )
  const viewers = new Int32Array(inputs * most).fill(table.length)
  counts.fill(0)
  for (const [k, input] of table.entries()) if (input >= 0) viewers[input * most + counts[input]++] = k
  return viewers
}
