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

/** Whether the Gaussian closed forms hold for the population: a model through one weight vector, and labels linear in x. */
export function hasClosedForms({ model, data }: Scenario): boolean {
  const linear = data.teacher === 'dense' || data.teacher === 'sparse'
  return !isNetwork(model) && !isPlanar(model) && data.source === 'gaussian' && linear
}

/** Digits in the subset that the page carries, and those of one class. */
const DIGITS = { all: 2000, ofOneClass: 200 }

/** Training samples that a task on digits has. */
export function digitsOf({ task }: DataSettings): number {
  return task === 'pair' ? 2 * DIGITS.ofOneClass : DIGITS.all
}
