import { numberAt } from '../lib/values'
import { ScenarioError } from './error'
import type { Ends } from './layers'
import type { DataSettings, ModelSettings, Scenario } from './types'

/** Parameters that the two-layer linear model may have. */
const MOST_PARAMETERS = 4e6

/** The widest hidden layer m that fits beside d inputs; Infinity where the model's layers are counted otherwise. */
export function widestLayer({ model, data }: Scenario): number {
  return model.kind === 'olm-two-layer' ? Math.floor(MOST_PARAMETERS / (data.d + 1)) : Number.POSITIVE_INFINITY
}

/** Outputs C that the data ask for, as far as the scenario tells: a file may hold others. */
export function outputsOf({ source, task }: DataSettings): number {
  return source !== 'gaussian' && task === 'ten' ? 10 : 1
}

/** What a network is given and answers with; null where only the user's own file can tell. */
export function endsOf(data: DataSettings): Ends | null {
  if (data.source === 'file') return null
  const side = Number(data.pixels)
  const image = data.source === 'mnist' ? { channels: 1, height: side, width: side } : null
  return { d: image ? side * side : data.d, image, outputs: outputsOf(data) }
}

/** Whether the model is a network, rather than one that factors through a weight vector. */
export function isNetwork({ kind }: ModelSettings): boolean {
  return kind === 'two-layer' || kind === 'random-features' || kind === 'mlp' || kind === 'cnn'
}

/** Whether the model has two parameters and a landscape that can be seen whole. */
export function isPlanar({ kind }: ModelSettings): boolean {
  return kind === 'valley' || kind === 'two-basins' || kind === 'zhu-2d'
}

/** p, the trained parameters; undefined where only the data, or the layout of a convolutional net, tell it. */
export function parametersOf({ model, data }: Scenario): number | undefined {
  const ends = endsOf(data)
  if (!ends || model.kind === 'cnn') return undefined
  const { d, outputs: C } = ends
  const { m } = model
  const bias = model.biases === 'on' ? 1 : 0
  if (isPlanar(model)) return 2
  if (model.kind === 'linear') return d
  if (model.kind === 'olm-diagonal') return 2 * d
  if (model.kind === 'olm-two-layer') return m * d + m
  const outer = C * m
  if (model.kind === 'random-features') return outer
  if (model.kind === 'two-layer') return m * (d + bias) + (model.outer === 'trained' ? outer : 0)
  const widths = [d, ...model.hidden, C]
  return widths.slice(1).reduce((sum, width, l) => sum + width * (numberAt(widths, l) + 1), 0)
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
