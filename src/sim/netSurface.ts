/** The landscape of a network: its loss on a grid of a plane, within a budget of multiply-adds. */

import type { Tick } from '../lib/tick'
import { isHost } from './backends/machine/machine'
import { later } from './backends/machine/program'
import { evaluate } from './net/derivatives'
import type { Net } from './net/layout'
import { type Domain, type LossGrid, lossAtPoints, type Plane } from './plane'
import type { Samples } from './subset'

/** Multiply-adds that a landscape may cost: about a third of a second. */
const GRID_MULTIPLY_ADDS = 1e9
/** What a multiply-add of a convolution, and an activation, cost in those of a dense layer, about. */
const COST = { conv: 6, activation: 60 }
/** Points along a side at least, and where a single pass costs more than a landscape may. */
const FEWEST = { usual: 9, expensive: 5 }

/** Points that a device is asked for at once: it is waited for that much less often. */
const AHEAD = 16

/** The loss at every point of the grid, forward passes one by one: on fewer points where a pass is expensive. */
export function lossOnPlane(
  net: Net,
  { X, y, n }: Samples,
  plane: Plane,
  domain: Domain,
  size: readonly [number, number],
  tick: Tick,
): Promise<LossGrid> {
  const pass = n * passCost(net)
  const fewest = pass > GRID_MULTIPLY_ADDS ? FEWEST.expensive : FEWEST.usual
  const side = Math.max(fewest, Math.floor(Math.sqrt(GRID_MULTIPLY_ADDS / pass)))
  if (isHost(net.machine)) return lossAtPoints(plane, domain, size, side, theta => evaluate(net, theta, X, y).loss, tick)
  const lossAt = async (theta: Float64Array) => (await later(evaluate.steps(net, theta, X, y))).loss
  return lossAtPoints(plane, domain, size, side, lossAt, tick, AHEAD)
}

/** Cost of one sample's forward pass. */
export function passCost(net: Net): number {
  let cost = 0
  for (const layer of net.layers) {
    const { height, width } = layer.output
    cost += COST.activation * layer.outSize + (layer.kind === 'conv' ? COST.conv * layer.weights * height * width : layer.weights)
  }
  return cost
}
