/** Which samples a network is measured on: all, or a random choice that stays the same for a run. */

import { FULL_SIDE } from '../lib/eigen'
import { STREAM } from '../lib/philox'
import { drawWithout } from '../lib/random'
import { rootRank } from './backends/machine/loss'
import { isHost } from './backends/machine/machine'
import type { DataSet } from './data'
import { ASSEMBLED } from './net/directions'
import type { Net } from './net/layout'
import { SCATTERED, tileWork, trainedMaps } from './net/strips'
import { wideLayers } from './net/wide'

/** Samples on which the noise and the curvature of a network are measured. */
export interface Samples {
  readonly n: number
  readonly X: Float64Array
  /** n×C. */
  readonly y: Float64Array
  /** Which of the training samples they are, where they are not all. */
  readonly rows?: Int32Array
}

/** Multiply-adds that a measurement of as many samples as fit may cost, and float64 numbers that may be held for any. */
const MEASUREMENT_LIMITS = { products: 4e10, numbers: 7.5e7 }
/** Numbers of a single hidden layer beyond which it is evaluated in panels of units. */
const PANELS = 1.6e7
/** Directions whose images are measured, about. */
const SHOWN = 20
/** Products with K̃ until Lanczos has the leading eigenpairs, about. */
const LANCZOS = 160

/**
 * The samples that are measured: `of` of them, or for 0 as many as cost at most 4·10¹⁰ multiply-adds; never more than fit
 * in 600 MB, except in tiles and of estimates from `probes`, which take at least those of an exact measurement. Where that is not all of them it is a choice at random, keyed by the seed, that stays the same for a run.
 */
export function samplesMeasured(net: Net, data: DataSet, of: number, seed: number, probes = 0): Samples {
  const exact = (n: number) => (inTiles(net, n) || numbersHeld(net, n) <= MEASUREMENT_LIMITS.numbers) && within(productsOf(net, n))
  const probed = (n: number) => probes > 0 && within(n * probeProducts(net, probes))
  const within = (products: number) => of > 0 || products <= MEASUREMENT_LIMITS.products
  let count = of === 0 ? data.n : Math.min(of, data.n)
  while (count > 1 && !exact(count) && !probed(count)) count--
  if (count === data.n) return data
  const order = Int32Array.from({ length: data.n }, (_, i) => i)
  drawWithout(order, count, seed, STREAM.subset, 0)
  const chosen = order.slice(0, count).sort()
  return { n: count, rows: chosen, X: rowsAt(data.X, data.d, chosen), y: rowsAt(data.y, data.outputs, chosen) }
}

function rowsAt(A: Float64Array, width: number, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length * width)
  for (const [k, row] of rows.entries()) out.set(A.subarray(row * width, (row + 1) * width), k * width)
  return out
}

/**
 * Whether n samples are measured in tiles of K (net/tiles.ts): where maps act at several places and there are several outputs, whose
 * per-sample gradients would be formed again for each pair of them, and where the samples do not fit in memory at once.
 */
export function inTiles(net: Net, n: number): boolean {
  if (wideLayers(net) || n * rootRank(net) <= FULL_SIDE) return false
  return numbersHeld(net, n) > MEASUREMENT_LIMITS.numbers || (net.outputs > 1 && isHost(net.machine) && atPlaces(net))
}

const atPlaces = (net: Net) => trainedMaps(net).some(layer => layer.map.places > 1)

/** Multiply-adds of one measurement of n samples (net/noise.ts, net/directions.ts, net/tiles.ts). */
function productsOf(net: Net, n: number): number {
  const Q = rootRank(net)
  const side = n * Q
  if (inTiles(net, n)) return tileProducts(net, n, Q + 1) + LANCZOS * side * side
  const blocks = net.outputs === 1 ? 1 : (Q * (Q + 1)) / 2 + Q + 1
  let inputs = 0
  let widths = 0
  for (const layer of net.layers)
    if (layer.trained && layer.kind === 'dense') {
      inputs += layer.inSize
      widths += layer.outSize
    } else if (layer.trained) widths += layer.weights + layer.biases
  const product = side <= ASSEMBLED ? side * side : 6 * n * net.size
  return n * n * (inputs + blocks * widths) + LANCZOS * product
}

/** Multiply-adds per sample of products with G and Σ₁, each a run with a tangent and two backward passes, and of those Lanczos takes. */
function probeProducts(net: Net, probes: number): number {
  const pass = trainedMaps(net).reduce((sum, { map }) => sum + map.out * map.taps * map.places * (map.table ? SCATTERED : 1), 0)
  return 6 * (probes + LANCZOS) * pass
}

/** Of all pairs of samples and of seeds, of each seed's backward pass and per-sample gradients, and of the directions' images. */
function tileProducts(net: Net, n: number, seeds: number): number {
  const { pairs, passes } = tileWork(net, seeds)
  return (n * n * seeds * seeds * pairs) / 2 + SCATTERED * n * passes * (2 * seeds + 3 * SHOWN)
}

/** Float64 numbers held at once: four arrays per layer (of a single hidden layer only a panel's), n×n ones per trained layer, K̃. */
function numbersHeld(net: Net, n: number): number {
  const side = n * rootRank(net)
  const activations = 4 * n * net.layers.reduce((s, l) => s + l.outSize, 0)
  const held = wideLayers(net) ? Math.min(activations, PANELS + 4096 * n) : activations
  const trained = net.layers.filter(l => l.trained).length
  return held + n * n * (2 * trained + 4) + (net.outputs > 1 && side <= ASSEMBLED ? side * side : 0)
}
