import { ScenarioError } from './error'
import type { DataSettings, ModelKind, ModelSettings, Scenario } from './types'

/**
 * How f(x;θ) depends on θ: through one weight vector w = F(θ), as a network, or in closed form with two parameters. And
 * the field that says how large its hidden layers are.
 */
const MODELS = {
  linear: { family: 'factored', sizedBy: null },
  'olm-diagonal': { family: 'factored', sizedBy: null },
  'olm-two-layer': { family: 'factored', sizedBy: 'm' },
  'two-layer': { family: 'network', sizedBy: 'm' },
  'random-features': { family: 'network', sizedBy: 'm' },
  mlp: { family: 'network', sizedBy: 'hidden' },
  cnn: { family: 'network', sizedBy: 'filters' },
  vgg: { family: 'network', sizedBy: 'filters' },
  resnet: { family: 'network', sizedBy: 'filters' },
  transformer: { family: 'network', sizedBy: 'width' },
  valley: { family: 'planar', sizedBy: null },
  'two-basins': { family: 'planar', sizedBy: null },
  'zhu-2d': { family: 'planar', sizedBy: null },
} as const satisfies Record<
  ModelKind,
  { readonly family: 'factored' | 'network' | 'planar'; readonly sizedBy: 'm' | 'hidden' | 'filters' | 'width' | null }
>

type OfFamily<Family> = { [Kind in ModelKind]: (typeof MODELS)[Kind]['family'] extends Family ? Kind : never }[ModelKind]
export type NetworkKind = OfFamily<'network'>
export type PlanarKind = OfFamily<'planar'>
export type NetworkSettings = ModelSettings & { readonly kind: NetworkKind }

/** Whether the model is a network, rather than one that factors through a weight vector. */
export function isNetwork(model: ModelSettings): model is NetworkSettings {
  return MODELS[model.kind].family === 'network'
}

/** Whether wasm can compute it, or for a linear model its replicas, in float32 too. */
export const hasPrecision = (model: ModelSettings) => isNetwork(model) || model.kind === 'linear'

/** Whether the model has two parameters and a landscape that can be seen whole. */
export function isPlanar(model: ModelSettings): model is ModelSettings & { readonly kind: PlanarKind } {
  return MODELS[model.kind].family === 'planar'
}

/** Whether the model begins with convolutions, and so needs images. */
export function readsImages({ kind }: ModelSettings): boolean {
  return kind === 'cnn' || kind === 'vgg' || kind === 'resnet'
}

/** Whether the model has the hidden width m that a sweep can take through several values. */
export function hasWidth({ kind }: ModelSettings): boolean {
  return MODELS[kind].sizedBy === 'm'
}

/** The field that says how large the hidden layers of a network are. */
export function sizedBy({ kind }: NetworkSettings): (typeof MODELS)[NetworkKind]['sizedBy'] {
  return MODELS[kind].sizedBy
}

/** Parameters that the two-layer linear model may have. */
const MOST_PARAMETERS = 4e6

/** The widest hidden layer m that fits beside d inputs; Infinity where the model's layers are counted otherwise. */
export function widestLayer({ model, data }: Scenario): number {
  return model.kind === 'olm-two-layer' ? Math.floor(MOST_PARAMETERS / (data.d + 1)) : Number.POSITIVE_INFINITY
}

/** Outputs C that the data ask for, as far as the scenario tells: a file may hold others. */
export function outputsOf({ source, task, symbols }: DataSettings): number {
  if (source === 'hops') return symbols
  return source !== 'gaussian' && task === 'ten' ? 10 : 1
}

/** Most hops that questions ask for; 0 where there are no questions. */
export const hopsOf = ({ source, hops }: DataSettings): number => (source === 'hops' ? hops : 0)

/** Tokens of a question: its pairs, where to start, how many hops; and what a token may be. */
export function sequenceOf({ symbols, pairs, hops }: Pick<DataSettings, 'symbols' | 'pairs' | 'hops'>) {
  return { places: 2 * pairs + 2, tokens: symbols + hops }
}

const SIDES = { '28': 28, '14': 14, '7': 7 } as const satisfies Record<DataSettings['pixels'], number>

/** Side of the digits in pixels. */
export function imageSide({ pixels }: DataSettings): 28 | 14 | 7 {
  return SIDES[pixels]
}

/** What a network is given and must answer with. */
export interface Ends {
  /** Entries of an input. */
  readonly d: number
  /** How they make an image; null where they do not. */
  readonly image: { readonly channels: number; readonly height: number; readonly width: number } | null
  /** C. */
  readonly outputs: number
}

/** What a network is given and answers with; null where only the file of user data can tell. */
export function endsOf(data: DataSettings): Ends | null {
  if (data.source === 'file') return null
  const image = imageOf(data)
  return { d: image ? image.channels * image.height * image.width : data.d, image, outputs: outputsOf(data) }
}

/** Digits are images of their pixels; a question is one of a row, whose channels are its tokens and places, one-hot. */
function imageOf(data: DataSettings): Ends['image'] {
  const side = imageSide(data)
  switch (data.source) {
    case 'mnist':
      return { channels: 1, height: side, width: side }
    case 'hops': {
      const { places, tokens } = sequenceOf(data)
      return { channels: tokens + places, height: 1, width: places }
    }
    case 'gaussian':
    case 'file':
      return null
  }
}

/** p, the trained parameters; undefined where only the data, or the layout of a convolutional net, tell it. */
export function parametersOf({ model, data }: Pick<Scenario, 'model' | 'data'>): number | undefined {
  const ends = endsOf(data)
  if (!ends) return undefined
  const { d, outputs: C } = ends
  const { m } = model
  switch (model.kind) {
    case 'linear':
      return d
    case 'olm-diagonal':
      return 2 * d
    case 'olm-two-layer':
      return m * d + m
    case 'two-layer':
      return m * (d + (model.biases === 'on' ? 1 : 0)) + (model.outer === 'trained' ? C * m : 0)
    case 'random-features':
      return C * m
    case 'mlp':
      return denseParameters([d, ...model.hidden, C])
    case 'cnn':
    case 'vgg':
    case 'resnet':
      return undefined
    case 'transformer':
      return ends.image ? transformerParameters(model, ends.image.channels, C) : undefined
    case 'valley':
    case 'two-basins':
    case 'zhu-2d':
      return 2
  }
}

/** Embeddings of tokens of so many channels, blocks of QKV, output and MLP, and the answer. */
export function transformerParameters({ blocks, width, heads, mlp }: ModelSettings, channels: number, outputs: number): number {
  const inner = width * heads
  const block = denseParameters([inner, 3 * inner]) + denseParameters([inner, inner]) + denseParameters([inner, mlp, inner])
  return denseParameters([channels, inner]) + blocks * block + denseParameters([inner, outputs])
}

/** Weights and biases of dense layers between these widths. */
function denseParameters(widths: readonly number[]): number {
  let [sum, before] = [0, 0]
  for (const [l, width] of widths.entries()) {
    if (l > 0) sum += width * (before + 1)
    before = width
  }
  return sum
}

/** Parameters, and n·p², up to which μ and g are read with H: it is formed, by p products over all samples. */
const FORMED = { parameters: 2000, work: 5e8 }

/** Throws a ScenarioError where, on n measured samples, μ and g are wanted with an H too large to be formed. */
export function checkCurvature({ measure }: Scenario, n: number, p: number): void {
  if (measure.curvature === 'G') return
  const { parameters, work } = FORMED
  if (p > parameters) throw new ScenarioError('curvature', `H with p = ${p}`, `G beyond p = ${parameters} parameters`)
  if (n * p * p > work) throw new ScenarioError('curvature', `H with n = ${n} and p = ${p}`, `G beyond n·p² = ${work}`)
}

/** Whether the Gaussian closed forms hold for the population: a model through one weight vector, and labels linear in x. */
export function hasClosedForms({ model, data }: Scenario): boolean {
  const linear = data.teacher === 'dense' || data.teacher === 'sparse'
  return !isNetwork(model) && !isPlanar(model) && data.source === 'gaussian' && linear
}

/** Dimensions that drawn data may have. */
export const GAUSSIAN_INPUTS = 2000

/** Whether the run starts beside a minimum that is known: escape from it has closed forms (THEORY.md §5). */
export function startsAtMinimum({ model, init }: Scenario): boolean {
  return init.kind === 'near-minimum' && !isNetwork(model) && !isPlanar(model)
}

/** Whether there is more than one direction to compare noise and curvature along. */
export const showsScatter = ({ data, measure }: Pick<Scenario, 'data' | 'measure'>): boolean => Math.min(data.n, data.d, measure.k) >= 2

/** Whether the scenario is about leaving a minimum: one that is known, or one that its presets train for. */
export function showsEscape(s: Scenario): boolean {
  return startsAtMinimum(s) || s.preset.startsWith('escape')
}
