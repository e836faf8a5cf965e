/**
 * A block of samples forwards and backwards through a network, in operations of its machine: `runForward` once, then
 * `backward`, `addGradients`, `tangents`. All they make belongs to the caller's scope.
 */

import type { Block, Vector } from '../backends/machine/machine'
import { isAffine, type Layer, type Net } from './layout'
import { programOf, type Ran } from './programs'

/** A block of samples run through a net. */
export interface Pass {
  /** a[0] is the block's inputs, a[l + 1] what layer l gives (rows×outSize); the last one holds the outputs f. */
  readonly a: readonly Block[]
  /** Before the activation, the same as a[l + 1] for an identity; empty unless it was asked for. */
  readonly z: readonly Block[]
  /** φ'(z); null for an identity, below the lowest trained layer, and where it was not asked for. */
  readonly slope: readonly (Block | null)[]
  /** What the layers' programs keep beside. */
  readonly kept: readonly (readonly Block[])[]
}

/** What is kept of a run beside the layers' outputs: φ' for backward and tangents, z for second derivatives. */
interface Wanted {
  readonly slopes: boolean
  readonly z: boolean
}

/** Outputs of a run. */
export const outputsOf = ({ a }: Pass) => a[a.length - 1]

/** Runs a block of inputs through the net; `known` is z of the first layer where that was computed before, which is spent. */
export function runForward(net: Net, theta: Vector, inputs: Block, wanted: Wanted = { slopes: true, z: false }, known?: Block): Pass {
  const { machine } = net
  const a = [inputs]
  const z: Block[] = []
  const slope: (Block | null)[] = []
  const kept: (readonly Block[])[] = []
  for (const layer of net.layers) {
    const { z: before, kept: beside = [] } = known && layer.index === 0 ? { z: known } : programOf(layer).forward(machine, layer, theta, a)
    kept.push(beside)
    if (layer.activation === 'identity') {
      a.push(before)
      slope.push(null)
    } else {
      const given = machine.activate(layer.activation, layer.slope, before, wanted.slopes && layer.index >= net.lowest)
      a.push(given.a)
      slope.push(given.slope)
      if (!wanted.z) machine.free(before)
    }
    if (wanted.z) z.push(before)
  }
  return { a, z, slope, kept }
}

/** f of a block of inputs, which is spent with all layers' outputs. */
export function runOutputs(net: Net, theta: Vector, inputs: Block): Block {
  return net.machine.scope(() => outputsOf(runForward(net, theta, inputs, { slopes: false, z: false })))
}

/** f from z of the first layer, which is spent, of a net whose other layers see no inputs. */
export function runOutputsAbove(net: Net, theta: Vector, z: Block): Block {
  return net.machine.scope(() => outputsOf(runForward(net, theta, z, { slopes: false, z: false }, z)))
}

/** What layer l of a pass was given, and has made of it. */
const ranAt = ({ a, kept }: Pass, l: number): Ran => ({ a: a[l], out: a[l + 1], kept: kept[l] })

/**
 * The adjoint of a layer's input from dz, added to `plus`, which is spent. `skipped` gathers, by the layer whose input they
 * are, the adjoints that additions send past the layers between, and gives them back where they arrive.
 */
export function pullBack(net: Net, layer: Layer, theta: Vector, pass: Pass, dz: Block, skipped: Block[], plus?: Block): Block {
  const { machine, lowest } = net
  const added = (sum: Block | undefined, part: Block) => (sum ? machine.add(sum, part) : part)
  const { index } = layer
  if (layer.kind === 'add' && layer.spec.from > lowest) {
    const { from } = layer.spec
    skipped[from] = added(skipped[from], machine.copy(dz))
  }
  const sum = skipped[index] ? added(plus, skipped[index]) : plus
  delete skipped[index]
  return programOf(layer).adjoint(machine, layer, theta, ranAt(pass, index), dz, sum)
}

/** How that adjoint changes along t, the tangent of the layer's input, where dz stays; added to `plus`, which is spent. */
export function bendBack({ machine }: Net, layer: Layer, pass: Pass, t: Block | undefined, dz: Block, plus: Block): Block {
  const { second } = programOf(layer)
  return second && t ? second(machine, layer, ranAt(pass, layer.index), t, dz, plus) : plus
}

/**
 * Back-propagation of u (rows×C, spent): d[l] is ∂(Σ u·f)/∂z_l, down to the lowest trained layer; nothing stands below it.
 */
export function backward(net: Net, theta: Vector, pass: Pass, u: Block): Block[] {
  const d = new Array<Block>(net.layers.length)
  const skipped: Block[] = []
  let adjoint = u
  for (let l = net.layers.length - 1; ; l--) {
    const slope = pass.slope[l]
    if (slope) adjoint = net.machine.multiply(adjoint, slope)
    d[l] = adjoint
    if (l === net.lowest) return d
    adjoint = pullBack(net, net.layers[l], theta, pass, adjoint, skipped)
  }
}

/** sum += Σ_i J_iᵀu_i, from the adjoints d that `backward` gave. */
export function addGradients(net: Net, pass: Pass, d: readonly Block[], sum: Vector): void {
  for (const layer of net.layers)
    if (isAffine(layer) && layer.trained) net.machine.addGradient(layer.map, d[layer.index], pass.a[layer.index], sum, true)
}

/**
 * Forward tangents along v (length of θ; entries of fixed layers do not count) of z and of what goes into every layer, a[l + 1]
 * of layer l's output, from the lowest trained layer on. Without `apart` the tangents of z are spent on those of the outputs.
 */
export function tangents(net: Net, theta: Vector, v: Vector, pass: Pass, apart = false) {
  const { machine } = net
  const z = new Array<Block>(net.layers.length)
  // As in a pass, a[l] is what goes into layer l; nothing where it does not depend on what is trained.
  const a = new Array<Block>(net.layers.length + 1)
  for (const layer of net.layers) {
    const l = layer.index
    if (l < net.lowest) continue
    const own = isAffine(layer) && layer.trained ? machine.linear(layer.map, v, pass.a[l], true) : undefined
    const t = programOf(layer).tangent(machine, layer, theta, ranAt(pass, l), a, own)
    if (!t) continue
    const slope = pass.slope[l]
    z[l] = t
    a[l + 1] = slope ? machine.multiply(apart ? machine.copy(t) : t, slope) : t
  }
  return { z, a }
}

/** J v of the block, rows×C. */
export function tangentOf(net: Net, theta: Vector, v: Vector, pass: Pass): Block {
  return net.machine.scope(() => {
    const { a } = tangents(net, theta, v, pass)
    return a[a.length - 1]
  })
}
