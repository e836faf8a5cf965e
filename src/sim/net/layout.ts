/** From a specification to a network whose parameters have their places: `layNet`. */

import { Fault } from '../../lib/fault'
import type { Affine, Groups, Machine, Windows } from '../backends/machine/machine'
import { PLAIN_MACHINE } from '../backends/machine/plain'
import type { Heads } from './attention'
import { lastTable, patchTable } from './patches'
import type { ActivationName, AddSpec, ConvSpec, InputSpec, LastSpec, LayerShape, LayerSpec, LossKind, NetSpec, PoolSpec } from './spec'

/** Outputs that a net may have. */
export const MOST_OUTPUTS = 100

interface LayerCommon {
  readonly index: number
  readonly input: LayerShape
  readonly output: LayerShape
  readonly inSize: number
  readonly outSize: number
  readonly activation: ActivationName
  readonly slope: number
  readonly trained: boolean
  /** Where W begins in θ, and its number of entries. */
  readonly weightAt: number
  readonly weights: number
  /** Where the bias begins in θ, and its length, 0 without one. */
  readonly biasAt: number
  readonly biases: number
}

export interface DenseLayer extends LayerCommon {
  readonly kind: 'dense'
  readonly scale: number
  readonly map: Affine
}
export interface ConvLayer extends LayerCommon {
  readonly kind: 'conv'
  readonly spec: ConvSpec
  readonly map: Affine
}
export interface PoolLayer extends LayerCommon {
  readonly kind: 'pool'
  readonly spec: PoolSpec
  readonly windows: Windows
}
export interface AddLayer extends LayerCommon {
  readonly kind: 'add'
  readonly spec: AddSpec
}
export interface LastLayer extends LayerCommon {
  readonly kind: 'last'
  readonly spec: LastSpec
  readonly map: Affine
}
export interface AttentionLayer extends LayerCommon {
  readonly kind: 'attention'
  readonly heads: Heads
}
export interface NormLayer extends LayerCommon {
  readonly kind: 'norm'
  /** The channels at each place. */
  readonly groups: Groups
}
export type AffineLayer = DenseLayer | ConvLayer | LastLayer
export type Layer = AffineLayer | PoolLayer | AddLayer | AttentionLayer | NormLayer

/** Whether a layer has weights: then it is one map at every place of a sample that it sees. */
export const isAffine = (layer: Layer): layer is AffineLayer => 'map' in layer

/** A checked specification with the place of every parameter. */
export interface Net {
  readonly spec: NetSpec
  readonly layers: readonly Layer[]
  /** d: features, or channels·height·width. */
  readonly inputs: number
  /** C. */
  readonly outputs: number
  readonly loss: LossKind
  /** Length of θ, fixed layers included. */
  readonly size: number
  /** Number of trained parameters: the width of J. */
  readonly p: number
  /** The lowest layer that is trained; below it nothing is ever propagated back. */
  readonly lowest: number
  /** Of the layers with parameters, in order. */
  readonly maps: readonly Affine[]
  /** What computes it. */
  readonly machine: Machine
}

/**
 * Lays out θ: layer by layer W row-major (dense out×in, conv filters×channels×kernel×kernel, last out×channels), then the bias. Throws if
 * the layers do not fit together or the net has nothing to train.
 */
export function layNet(spec: NetSpec): Net {
  const layers: Layer[] = []
  let shape = inputShape(spec.input)
  let at = 0
  for (const [index, layerSpec] of spec.layers.entries()) {
    if (layerSpec.kind === 'add') checkSum(layerSpec, index, shape, [inputShape(spec.input), ...layers.map(l => l.output)])
    const layer = layLayer(layerSpec, index, shape, at)
    layers.push(layer)
    at += layer.weights + layer.biases
    shape = layer.output
  }
  const last = layers[layers.length - 1]
  if (!last || last.outSize !== spec.outputs)
    throw new Fault(`the last layer has ${last?.outSize ?? 0} outputs, not ${spec.outputs}`, 'make it as wide as the net has outputs')
  if (!(spec.outputs >= 1 && spec.outputs <= MOST_OUTPUTS))
    throw new Fault(`a net has 1 to ${MOST_OUTPUTS} outputs, not ${spec.outputs}`, 'choose data with fewer classes')
  if (spec.loss === 'cross-entropy' && spec.outputs < 2)
    throw new Fault('cross-entropy needs at least two outputs', 'choose the squared loss, or data with classes')
  const lowest = layers.findIndex(l => l.trained)
  if (lowest < 0) throw new Fault('no layer is trained', 'let one of them be')
  const p = layers.reduce((sum, l) => sum + (l.trained ? l.weights + l.biases : 0), 0)
  const maps = layers.filter(isAffine).map(l => l.map)
  const { outputs, loss } = spec
  return { spec, layers, inputs: layers[0].inSize, outputs, loss, size: at, p, lowest, maps, machine: PLAIN_MACHINE }
}

/** The same net on another machine. */
export const withMachine = (net: Net, machine: Machine): Net => ({ ...net, machine })

function inputShape(input: InputSpec): LayerShape {
  return 'features' in input ? { channels: input.features, height: 1, width: 1 } : input
}

const entriesOf = (s: LayerShape) => s.channels * s.height * s.width

function layLayer(spec: LayerSpec, index: number, input: LayerShape, at: number): Layer {
  const inSize = entriesOf(input)
  const output = outputShape(spec, input)
  const outSize = entriesOf(output)
  if (spec.kind === 'attention' && !(spec.heads >= 1 && input.channels % (3 * spec.heads) === 0))
    throw new Fault(
      `layer ${index + 1} (attention) divides ${input.channels} channels into Q, K and V of ${spec.heads} heads`,
      'let their number be a multiple of three times that of the heads',
    )
  if (!(output.height >= 1 && output.width >= 1 && outSize >= 1))
    throw new Fault(
      `layer ${index + 1} (${spec.kind}) leaves nothing of ${input.channels}×${input.height}×${input.width}`,
      'choose a smaller kernel or pool, or more padding',
    )
  const common = { index, input, output, inSize, outSize, weightAt: at }
  const bare = { ...common, activation: 'identity', slope: 0, trained: false, weights: 0, biasAt: at, biases: 0 } as const
  switch (spec.kind) {
    case 'pool':
      return { ...bare, kind: 'pool', spec, windows: { ...input, kind: spec.pool, size: spec.size } }
    case 'add':
      return { ...bare, kind: 'add', spec, activation: spec.activation, slope: spec.slope ?? 0 }
    case 'attention':
      return { ...bare, kind: 'attention', heads: { heads: spec.heads, size: output.channels / spec.heads, places: placesOf(input) } }
    case 'norm':
      return { ...bare, kind: 'norm', groups: { size: input.channels, inner: placesOf(input) } }
  }
  const seen = spec.kind === 'dense' ? inSize : spec.kind === 'conv' ? input.channels * spec.kernel * spec.kernel : input.channels
  const weights = output.channels * seen
  const biases = spec.bias ? output.channels : 0
  const biasAt = at + weights
  const { activation, slope = 0, trained } = spec
  const shared = { ...common, activation, slope, trained, weights, biasAt, biases }
  const scale = spec.kind === 'dense' ? (spec.scale ?? 1) : 1
  const out = output.channels
  const map = { layer: index, out, taps: seen, inputs: inSize, weightAt: at, stride: seen, scale, biasAt: biases ? biasAt : -1 }
  switch (spec.kind) {
    case 'dense':
      return { ...shared, kind: 'dense', scale, map: { ...map, places: 1, table: null } }
    case 'conv':
      return { ...shared, kind: 'conv', spec, map: { ...map, places: placesOf(output), table: patchTable(spec, input, output) } }
    case 'last':
      return { ...shared, kind: 'last', spec, map: { ...map, places: 1, table: lastTable(input) } }
  }
}

const placesOf = ({ height, width }: LayerShape) => height * width

function outputShape(spec: LayerSpec, input: LayerShape): LayerShape {
  switch (spec.kind) {
    case 'add':
    case 'norm':
      return input
    case 'attention':
      return { ...input, channels: input.channels / 3 }
    case 'dense':
    case 'last':
      return { channels: spec.out, height: 1, width: 1 }
    case 'pool':
      return { channels: input.channels, height: Math.floor(input.height / spec.size), width: Math.floor(input.width / spec.size) }
    case 'conv': {
      const side = (v: number) => Math.floor((v + 2 * spec.padding - spec.kernel) / spec.stride) + 1
      return { channels: spec.filters, height: side(input.height), width: side(input.width) }
    }
  }
}

function checkSum({ from }: AddSpec, index: number, shape: LayerShape, shapes: readonly LayerShape[]): void {
  const words = (s: LayerShape) => `${s.channels}×${s.height}×${s.width}`
  const other = shapes[from]
  if (!other) throw new Fault(`layer ${index + 1} (add) adds what layer ${from} gives`, `choose one of 0 to ${index}`)
  if (words(other) !== words(shape))
    throw new Fault(`layer ${index + 1} (add) adds ${words(other)} to ${words(shape)}`, 'let both have the same shape')
}

export interface ParameterBlock {
  readonly name: string
  readonly shape: readonly number[]
  readonly offset: number
  readonly trained: boolean
}

/** The arrays that make up θ, in order: 'layer1.weight', 'layer1.bias', … with their shapes. */
export function parameterBlocks(net: Net): ParameterBlock[] {
  return net.layers.flatMap(layer => {
    if (!isAffine(layer)) return []
    const { index, trained, weightAt, biasAt, biases, input, map } = layer
    const shape = layer.kind === 'conv' ? [map.out, input.channels, layer.spec.kernel, layer.spec.kernel] : [map.out, map.taps]
    const weight = { name: `layer${index + 1}.weight`, shape, offset: weightAt, trained }
    return biases ? [weight, { name: `layer${index + 1}.bias`, shape: [biases], offset: biasAt, trained }] : [weight]
  })
}
