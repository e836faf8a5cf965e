import type { Domain, LossGrid } from './dynamics'
import { evaluate } from './net/derivatives'
import type { Net } from './net/layout'
import type { Plane } from './plane'
import type { Samples } from './subset'

/** Multiply-adds that a landscape may cost: about a third of a second. */
const GRID_COST = 1e9
/** What a multiply-add of a convolution, and an activation, cost in those of a dense layer, about. */
const COST = { conv: 6, activation: 60 }
/** Points along a side at least, and where a single pass costs more than a landscape may. */
const FEWEST = { usual: 9, dear: 5 }

/** The loss at every point of the grid, forward passes one by one: on fewer points where a pass is expensive. */
export function lossOnPlane(net: Net, { X, y, n }: Samples, plane: Plane, [x0, x1, y0, y1]: Domain, nx: number, ny: number): LossGrid {
  const pass = n * passCost(net)
  const fewest = pass > GRID_COST ? FEWEST.dear : FEWEST.usual
  const side = Math.max(fewest, Math.floor(Math.sqrt(GRID_COST / pass)))
  const [columns, rows] = [Math.min(nx, side), Math.min(ny, side)]
  const grid = new Float64Array(columns * rows)
  const theta = new Float64Array(net.size)
  for (let iy = 0; iy < rows; iy++)
    for (let ix = 0; ix < columns; ix++) {
      const a = x0 + ((x1 - x0) * ix) / (columns - 1)
      const b = y0 + ((y1 - y0) * iy) / (rows - 1)
      for (let i = 0; i < theta.length; i++) theta[i] = plane.anchor[i] + a * plane.first[i] + b * plane.second[i]
      grid[iy * columns + ix] = evaluate(net, theta, X, y).loss
    }
  return { nx: columns, ny: rows, grid }
}

/** Cost of one sample's forward pass. */
function passCost(net: Net): number {
  let cost = 0
  for (const layer of net.layers) {
    const { height, width } = layer.output
    cost += COST.activation * layer.outSize + (layer.kind === 'conv' ? COST.conv * layer.weights * height * width : layer.weights)
  }
  return cost
}
