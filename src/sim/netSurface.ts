/** The landscape of a network: its loss on a grid of a plane, by forward passes. */

import type { Tick } from '../lib/tick'
import { isHost } from './backends/machine/machine'
import { later } from './backends/machine/program'
import { evaluate } from './net/derivatives'
import type { Net } from './net/layout'
import { type Lattice, type LossGrid, lossAtPoints, type Plane } from './plane'
import type { Samples } from './subset'

/** What a multiply-add of a convolution, and an activation, cost in those of a dense layer, about. */
const COST = { conv: 6, activation: 60 }

/** Points that a device is asked for at once: it is waited for that much less often. */
const AHEAD = 16

/** The loss at every point of the lattice. */
export function lossOnPlane(net: Net, { X, y }: Samples, plane: Plane, lattice: Lattice, tick: Tick): Promise<LossGrid> {
  if (isHost(net.machine)) return lossAtPoints(plane, lattice, theta => evaluate(net, theta, X, y).loss, tick)
  const lossAt = async (theta: Float64Array) => (await later(evaluate.steps(net, theta, X, y))).loss
  return lossAtPoints(plane, lattice, lossAt, tick, AHEAD)
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
