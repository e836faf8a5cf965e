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

/** scale·(W a), and + b with `bias`: for the first copy of θ the first of the samples, for every next one as many of the next. */
export function linear(constants: Constants, map: Affine, theta: TensorVector, a: Tensor2D, bias: boolean): Tensor2D {
  const z = scaled(constants, map, longProduct(seenBy(constants, map, a, theta.copies), theta.weightsTransposed(map)))
  return byRow(map, bias && map.biasAt >= 0 ? add<Tensor3D>(z, theta.bias(map)) : z, a.shape[0])
}

/** scale·(Wᵀ dz), rows×inputs, in the same order. */
export function backwards(constants: Constants, map: Affine, theta: TensorVector, dz: Tensor2D): Tensor2D {
  const { places, taps } = map
  const seen = scaled(constants, map, longProduct(byPlace(map, dz, theta.copies), theta.weights(map)))
  return gatheredBack(constants, map, asMatrix(seen, dz.shape[0], places * taps))
}

/** Σ_i ∂(dz_i·z_i)/∂W and, with `bias`, /∂b, copies×1×out: each over the samples of one copy. */
export function gradients(
  constants: Constants,
  map: Affine,
  dz: Tensor2D,
  a: Tensor2D,
  copies: number,
  bias: boolean,
): [Tensor3D, Tensor3D | null] {
  const { out, taps, places, biasAt } = map
  const rows = dz.shape[0]
  const ofEach = asStack(dz, rows, out, places)
  const ofOne = asStack(places === 1 ? dz : sumOfLast(ofEach), copies, rows / copies, out)
  const db = bias && biasAt >= 0 ? sumOfRows(ofOne) : null
  if (places === 1) return [scaled(constants, map, longProduct(transposed(ofOne), seenBy(constants, map, a, copies))), db]
  // Sample by sample, so that no sum over places and samples is long.
  const each = product(ofEach, seenBy(constants, map, a, rows))
  const dW = sumOfRows(asStack(each, copies, rows / copies, out * taps))
  return [scaled(constants, map, asStack(dW, copies, out, taps)), db]
}

/** Every sample's gradient of rows first … first + count of W, then those of b: rows×(count·taps + count). */
export function sampleGradients(constants: Constants, map: Affine, dz: Tensor2D, a: Tensor2D, first: number, count: number): Tensor2D {
  const { out, taps, places, biasAt } = map
  const rows = dz.shape[0]
  const whole = asStack(dz, rows, out, places)
  const u: Tensor3D = count === out ? whole : slice<Rank.R3, Tensor3D>(whole, [0, first, 0], [rows, count, places])
  const J = scaled(constants, map, product(u, seenBy(constants, map, a, rows)))
  const flat = asMatrix(J, rows, count * taps)
  return biasAt < 0 ? flat : concat<Tensor2D>([flat, sumOfLast(u)], 1)
}

function scaled<T extends Tensor2D | Tensor3D>(constants: Constants, { scale }: Affine, x: T): T {
  return scale === 1 ? x : mul(x, constants.number(scale))
}

/** What the taps see at the places of the samples, place after place: count×(samples·places/count)×taps. */
function seenBy(constants: Constants, map: Affine, a: Tensor2D, count: number): Tensor3D {
  const { table, taps, places, inputs } = map
  const each = (a.shape[0] * places) / count
  if (!table) return asStack(a, count, each, taps)
  const where = constants.of(table, 'patches', () => indices(placeByPlace(map, table).map(k => (k < 0 ? inputs : k))))
  return asStack(columnsAt(withZero(a), where), count, each, taps)
}

/** The table as places×taps. */
function placeByPlace({ taps, places }: Affine, table: Int32Array): Int32Array {
  return Int32Array.from({ length: table.length }, (_, k) => table[(k % taps) * places + Math.floor(k / taps)])
}

/** Numbers of samples, row by row of W, as count×(samples·places/count)×out: place by place. */
function byPlace({ out, places }: Affine, z: Tensor2D, count: number): Tensor3D {
  const each = (z.shape[0] * places) / count
  return asStack(places === 1 ? z : transposed(asStack(z, z.shape[0], out, places)), count, each, out)
}

/** The inverse of `byPlace`. */
function byRow({ out, places }: Affine, z: Tensor3D, rows: number): Tensor2D {
  return asMatrix(places === 1 ? z : transposed(asStack(z, rows, places, out)), rows, out * places)
}

/**
 * The transpose of `seenBy`: for every input the sum over the places and taps that see it, looked up in the table of
 * those, whose order is fixed (additions at scattered places would have none).
 */
function gatheredBack(constants: Constants, map: Affine, seen: Tensor2D): Tensor2D {
  const { table, inputs } = map
  if (!table) return seen
  const where = constants.of(table, 'inputs', () => indices(viewersOf(placeByPlace(map, table), inputs)))
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
