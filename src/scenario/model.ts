import type { DataSettings, ModelSettings, Scenario } from './types'

/** Samples that a network may have: its Gram matrix is n×n, and several are held at once. */
export const NETWORK_SAMPLES = 3000

/** Hidden activations that a network may have over all samples (three float64 arrays of them are held), and parameters of an olm. */
const MOST = { activations: 2e7, parameters: 4e6 }

/** The widest hidden layer m that fits beside n samples of d inputs; Infinity where the model has none. */
export function widestLayer({ model, data }: Scenario): number {
  if (model.kind === 'olm-two-layer') return Math.floor(MOST.parameters / (data.d + 1))
  return isNetwork(model) && model.kind !== 'mlp' && model.kind !== 'cnn' ? Math.floor(MOST.activations / data.n) : Number.POSITIVE_INFINITY
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
