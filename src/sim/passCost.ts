import type { Net } from './net/layout'

/** What a multiply-add of a convolution, and an activation, cost in those of a dense layer, about. */
const COST = { conv: 6, activation: 60 }

/** Multiply-adds that one sample's forward pass is worth; a module of its own, for who opens a page asks. */
export function passCost(net: Net): number {
  let cost = 0
  for (const layer of net.layers) {
    const { height, width } = layer.output
    cost += COST.activation * layer.outSize + (layer.kind === 'conv' ? COST.conv * layer.weights * height * width : layer.weights)
  }
  return cost
}
