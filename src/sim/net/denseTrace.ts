/**
 * Tr(H − G) of every layer of nets of dense layers, exactly: a weight W_kj of layer l enters z_lk alone, so that with r held
 * ∂²(r·f)/∂W_kj² = s²h_j² ∂²(r·f)/∂z_lk². A pass over all samples for every unit, through the layers above it.
 */

import type { Targets } from '../backends/machine/loss'
import { type Block, type HostMachine, isHost, type Vector } from '../backends/machine/machine'
import { type Program, program } from '../backends/machine/program'
import { atTheta, eachBlock } from './derivatives'
import type { DenseLayer, Layer, Net } from './layout'
import type { Pass } from './pass'

/** Products with H that the passes may cost: as many as an estimate begins with. */
const PRODUCTS = 20

const isDense = (layer: Layer): layer is DenseLayer => layer.kind === 'dense'

/** Null for other nets, for those so wide that the passes would cost more than an estimate, and on a device. */
export function denseTraceOf(net: Net, theta: Float64Array, X: Float64Array, Y: Targets) {
  const { machine, layers } = net
  if (!layers.every(isDense) || !isHost(machine)) return null
  const above = (l: number) => layers.slice(l + 1).reduce((sum, layer) => sum + layer.weights, 0)
  const work = layers.reduce((sum, layer) => sum + (layer.trained ? layer.outSize * above(layer.index) : 0), 0)
  if (work > PRODUCTS * net.p) return null
  const n = X.length / net.inputs
  return program(function* (): Program<number[]> {
    const parts = yield* atTheta(net, theta, function* (at): Program<number[][]> {
      return eachBlock(
        net,
        at,
        X,
        null,
        (pass, f, from) => blockTraces(machine, layers, net.lowest, at, pass, machine.residuals(net.loss, f, Y, null, from)),
        true,
      )
    })
    return layers.flatMap(({ trained, index }) => (trained ? [parts.reduce((sum, own) => sum + own[index], 0) / n] : []))
  })
}

/** Σ_i Tr(r_i·∇²f_i) of every layer's own weights over a block of samples; r is spent. */
function blockTraces(m: HostMachine, layers: readonly DenseLayer[], lowest: number, theta: Vector, pass: Pass, r: Block): number[] {
  /** φ''(z)∘∂(r·f)/∂φ(z) of every layer; missing where φ is piecewise linear. */
  const bent: (Block | null)[] = []
  let adjoint = r
  for (let l = layers.length - 1; l >= lowest; l--) {
    const second = m.bend(layers[l].activation, pass.z[l])
    bent[l] = second && m.multiply(second, adjoint)
    const slope = pass.slope[l]
    if (slope) adjoint = m.multiply(adjoint, slope)
    if (l > lowest) adjoint = m.transposed(layers[l].map, theta, adjoint)
  }
  return layers.map(layer => {
    if (!layer.trained) return 0
    let trace = 0
    const sizes = inputSizes(layer, m.values(pass.a[layer.index]), pass.a[0].rows)
    for (let k = 0; k < layer.outSize; k++) {
      const column = m.scope(() => {
        const along = secondAlong(m, layers, theta, pass, bent, layer.index, k)
        return along && m.values(along)
      })
      if (column) for (let i = 0; i < sizes.length; i++) trace += sizes[i] * column[i * layer.outSize + k]
    }
    return trace
  })
}

/** ∂²(r·f)/∂z_lk∂z_l of every sample; nothing where it vanishes. */
function secondAlong(
  m: HostMachine,
  layers: readonly DenseLayer[],
  theta: Vector,
  { a, slope }: Pass,
  bent: readonly (Block | null)[],
  from: number,
  k: number,
): Block | null {
  const { outSize } = layers[from]
  const unit = new Float64Array(a[0].rows * outSize)
  for (let at = k; at < unit.length; at += outSize) unit[at] = 1
  const z: Block[] = [m.block(unit, outSize)]
  for (let l = from + 1; l < layers.length; l++) {
    const before = m.copy(z[z.length - 1])
    const own = slope[l - 1]
    z.push(m.linear(layers[l].map, theta, own ? m.multiply(before, own) : before, false))
  }
  let change: Block | null = null
  for (let l = layers.length - 1; l >= from; l--) {
    const own = slope[l]
    if (change && own) change = m.multiply(change, own)
    const second = bent[l]
    const part = second && m.multiply(m.copy(second), z[l - from])
    change = change && part ? m.add(change, part) : (change ?? part)
    if (change && l > from) change = m.transposed(layers[l].map, theta, change)
  }
  return change
}

/** s²‖h_i‖² + 1 for a bias, of what goes into a layer. */
function inputSizes({ scale, biases }: DenseLayer, a: Float64Array, rows: number): Float64Array {
  const width = a.length / rows
  return Float64Array.from({ length: rows }, (_, i) => {
    let size = 0
    for (let at = i * width; at < (i + 1) * width; at++) size += a[at] * a[at]
    return scale * scale * size + (biases ? 1 : 0)
  })
}
