import type { Numerics } from '../lib/numerics'
import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'
import type { Scenario } from '../scenario/types'
import type { DataSet } from './data'
import type { Domain, Dynamics, LossGrid } from './dynamics'
import { netCurvatures } from './net/curvature'
import { evaluate, jvp, vjp } from './net/derivatives'
import { topDirections } from './net/directions'
import { openGram } from './net/gram'
import { layNet, type Net, withNumerics } from './net/layout'
import { netNoise } from './net/noise'
import { PLAIN } from './net/product'
import { mlp, randomFeatures, twoLayer } from './net/spec'
import { buildPlane, onPlane, type Plane } from './plane'
import { columnsFor } from './reading'
import { rowOf } from './row'
import { checkCurvature, hessianColumns, readHessian } from './spectrum/read'
import { NetStepper } from './stepper'

/** Multiply-adds that a landscape may cost: about a third of a second. */
const GRID_COST = 1.5e8

/** The network of a scenario, one scalar output. */
export function netOf({ model }: Scenario, d: number): Net {
  if (model.kind === 'mlp') return layNet(mlp({ d, hidden: model.hidden, activation: model.activation, slope: 0.1, bias: true, C: 1 }))
  const common = { d, m: model.m, activation: model.activation, slope: 0.1, scaling: model.scaling, bias: model.biases === 'on' }
  return layNet(model.kind === 'random-features' ? randomFeatures(common) : twoLayer({ ...common, outer: model.outer }))
}

/** Weights N(0, scale²/fan-in), or N(0, scale²) under a factor of the layer's own; biases zero. */
export function initialNetwork(net: Net, scenario: Scenario): Float64Array {
  const { init, seed } = scenario
  if (init.kind === 'constant') return new Float64Array(net.size).fill(init.scale)
  const theta = normals(new Float64Array(net.size), seed, STREAM.init)
  for (const layer of net.layers) {
    const ownFactor = layer.kind === 'dense' && layer.scale !== 1
    const deviation = ownFactor ? init.scale : init.scale / Math.sqrt(layer.inSize)
    for (let i = 0; i < layer.weights; i++) theta[layer.weightAt + i]! *= deviation
    theta.fill(0, layer.biasAt, layer.biasAt + layer.biases)
  }
  return theta
}

/** Networks measured through the layerwise Gram matrix (THEORY.md §3), in float64: J is never formed. */
export function openNetwork(scenario: Scenario, data: DataSet, numerics: Numerics = PLAIN): Dynamics {
  const net = withNumerics(netOf(scenario, data.d), numerics)
  const { n, X, y } = data
  const { k } = scenario.measure
  const centred = scenario.measure.sigma === 'centred'
  checkCurvature(scenario, n, net.p)
  const columns = columnsFor({ k, hessian: hessianColumns(scenario) })
  const theta0 = initialNetwork(net, scenario)
  const engine = new NetStepper(net, X, y)

  /** v_k = Jᵀ(J v_k)/(nλ_k), length of θ. */
  const direction = (image: Float64Array, lambda: number) => vjp(net, theta0, X, image).map(v => v / (n * lambda))

  return {
    data,
    model: { kind: 'network', net },
    engine,
    columns,
    theta0,
    p: net.p,
    async read(_, theta, arm, step, plane) {
      const state = openGram(net, theta, X)
      const { moments, traceG, frobG2, evaluation, K } = netNoise(state, y)
      const { lambda, images } = topDirections(state, k, { K })
      const r = evaluation.residuals
      const onAxes = [jvp(net, theta, X, plane.first), jvp(net, theta, X, plane.second)] as const
      const measured = { moments, traceG, frobG2, lambda, images, r, plane: onAxes, point: onPlane(plane, theta) }
      const row = rowOf(columns, measured, { arm, step, p: net.p, centred })
      if (columns.hessian) readHessian(row, columns, scenario, netCurvatures(net, theta, X, y), measured)
      return { arm: arm.id, row, population: null }
    },
    async local() {
      const { networkLocal } = await import('./noise/network')
      return networkLocal(net, X, y)
    },
    curvatures: async theta => netCurvatures(net, theta, X, y),
    energies: async () => null,
    gram: async theta => netNoise(openGram(net, theta, X), y).K!,
    async plane(view) {
      const wanted = Math.max(view.i, view.j, k)
      const { lambda, images } = view.plane === 'eigen' ? topDirections(openGram(net, theta0, X), wanted) : { lambda: [], images: theta0 }
      return buildPlane(view, theta0, 'start', lambda.length, l => direction(images.subarray(l * n, (l + 1) * n), lambda[l]!))
    },
    lossAt: theta => evaluate(net, theta, X, y).loss,
    async directionsAt(theta, count) {
      const { lambda, images } = topDirections(openGram(net, theta, X), count)
      return Array.from(lambda, (value, l) => vjp(net, theta, X, images.subarray(l * n, (l + 1) * n)).map(v => v / (n * value)))
    },
    landscape: (plane, domain, nx, ny) => lossOnPlane(net, data, plane, domain, nx, ny),
    certify: async () => null,
  }
}

/** The loss at every point of the grid, forward passes one by one: on fewer points where n·p is large. */
function lossOnPlane(net: Net, { X, y, n }: DataSet, plane: Plane, [x0, x1, y0, y1]: Domain, nx: number, ny: number): LossGrid {
  const side = Math.max(9, Math.floor(Math.sqrt(GRID_COST / (n * net.size))))
  const [columns, rows] = [Math.min(nx, side), Math.min(ny, side)]
  const grid = new Float64Array(columns * rows)
  const theta = new Float64Array(net.size)
  for (let iy = 0; iy < rows; iy++)
    for (let ix = 0; ix < columns; ix++) {
      const a = x0 + ((x1 - x0) * ix) / (columns - 1)
      const b = y0 + ((y1 - y0) * iy) / (rows - 1)
      for (let i = 0; i < theta.length; i++) theta[i] = plane.anchor[i]! + a * plane.first[i]! + b * plane.second[i]!
      grid[iy * columns + ix] = evaluate(net, theta, X, y).loss
    }
  return { nx: columns, ny: rows, grid }
}
