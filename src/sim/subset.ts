/** Which samples a network is measured on: all, or a random choice that stays the same for a run. */

import { STREAM } from '../lib/philox'
import { drawWithout } from '../lib/random'
import { rootRank } from './backends/machine/loss'
import type { DataSet } from './data'
import { ASSEMBLED } from './net/directions'
import type { Net } from './net/layout'
import { wideLayers } from './net/wide'

/** Samples on which the noise and the curvature of a network are measured. */
export interface Samples {
  readonly n: number
  readonly X: Float64Array
  /** n×C. */
  readonly y: Float64Array
}

/** Multiply-adds that a measurement of as many samples as fit may cost, and float64 numbers that may be held for any. */
const MEASUREMENT_LIMITS = { products: 4e10, numbers: 7.5e7 }
/** Numbers of a single hidden layer beyond which it is evaluated in panels of units. */
const PANELS = 1.6e7
/** Products with K̃ until Lanczos has the leading eigenpairs, about. */
const LANCZOS = 160

/**
 * The samples that are measured: `of` of them, or for 0 as many as cost at most 4·10¹⁰ multiply-adds; never more than fit
 * in 600 MB. Where that is not all of them it is a choice at random, keyed by the seed, that stays the same for a run.
 */
export function samplesMeasured(net: Net, data: DataSet, of: number, seed: number): Samples {
  let count = of === 0 ? data.n : Math.min(of, data.n)
  while (
    count > 1 &&
    (numbersHeld(net, count) > MEASUREMENT_LIMITS.numbers || (of === 0 && productsOf(net, count) > MEASUREMENT_LIMITS.products))
  )
    count--
  if (count === data.n) return data
  const order = Int32Array.from({ length: data.n }, (_, i) => i)
  drawWithout(order, count, seed, STREAM.subset, 0)
  const chosen = order.slice(0, count).sort()
  return { n: count, X: rowsAt(data.X, data.d, chosen), y: rowsAt(data.y, data.outputs, chosen) }
}

function rowsAt(A: Float64Array, width: number, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length * width)
  for (const [k, row] of rows.entries()) out.set(A.subarray(row * width, (row + 1) * width), k * width)
  return out
}

/** Multiply-adds of one measurement of n samples (net/noise.ts, net/directions.ts). */
function productsOf(net: Net, n: number): number {
  const Q = rootRank(net)
  const blocks = net.outputs === 1 ? 1 : (Q * (Q + 1)) / 2 + Q + 1
  let inputs = 0
  let widths = 0
  for (const layer of net.layers)
    if (layer.trained && layer.kind === 'dense') {
      inputs += layer.inSize
      widths += layer.outSize
    } else if (layer.trained) widths += layer.weights + layer.biases
  const side = n * Q
  const product = side <= ASSEMBLED ? side * side : 6 * n * net.size
  return n * n * (inputs + blocks * widths) + LANCZOS * product
}

/** Float64 numbers held at once: four arrays per layer (of a single hidden layer only a panel's), n×n ones per trained layer, K̃. */
function numbersHeld(net: Net, n: number): number {
  const side = n * rootRank(net)
  const activations = 4 * n * net.layers.reduce((s, l) => s + l.outSize, 0)
  const held = wideLayers(net) ? Math.min(activations, PANELS + 4096 * n) : activations
  const trained = net.layers.filter(l => l.trained).length
  return held + n * n * (2 * trained + 4) + (net.outputs > 1 && side <= ASSEMBLED ? side * side : 0)
}
