/** A scenario on user data: `withData`. */

import type { DataChoice } from '../lib/dataChoice'
import { isNetwork, isPlanar, readsImages } from './model'
import { usesBatches } from './optimizers'
import type { Scenario } from './types'

/** What a scenario has to know of user data. */
export interface DataFacts {
  readonly digest: string
  /** Samples at hand, training and test together, but for a test set of their own. */
  readonly n: number
  /** Samples of a test set of their own; 0 where there is none. */
  readonly test: number
  readonly d: number
  /** The arrangement of a sample's entries: [4], [28, 28], [3, 32, 32]. */
  readonly shape: readonly number[]
  /** C. */
  readonly outputs: number
  /** Names of the classes; empty where numbers are to be predicted. */
  readonly classes: readonly string[]
  /** How they were read: fields of `data` under their names. */
  readonly choice: DataChoice
}

/** Samples of n that are held out for the test error: a tenth, at most 1,000; none of fewer than 20. */
export function heldOut(n: number): number {
  return n < 20 ? 0 : Math.min(1000, Math.floor(n / 10))
}

/** Training samples and entries that a run starts with at most, so that it stays lively; n may be raised. */
const FIRST = { linear: 5000, network: { least: 100, targets: 400 }, entries: 1e7 }

/**
 * The scenario on user data: with their d, as many samples as suit the model, and a model that has their outputs; numbers to be
 * predicted as they are, or `standardized`.
 */
export function withData(
  s: Scenario,
  { digest, n: held, test, d, shape, outputs, classes, choice }: DataFacts,
  numbers: Scenario['data']['targets'] = 'raw',
): Scenario {
  const model = modelFor(s, outputs, shape, classes)
  const { least } = FIRST.network
  const first = isNetwork(model) ? Math.max(least, Math.floor(FIRST.network.targets / outputs)) : FIRST.linear
  const most = Math.min(first, Math.floor(FIRST.entries / d))
  const n = Math.min(held - (test > 0 ? 0 : heldOut(held)), most)
  // Columns of a table differ in size by orders of magnitude, pixels do not.
  const input = shape.length > 1 || d > 256 ? 'centred' : 'standardized'
  const targets = classes.length === 0 ? numbers : 'raw'
  const init = s.init.kind === 'near-minimum' ? { kind: 'gaussian' as const, scale: 1 } : s.init
  const arms = s.arms.map(a => ({ ...a, B: usesBatches(a) ? Math.min(a.B, n) : a.B }))
  const events = s.events.filter(e => e.field !== 'B' || e.value <= n)
  return {
    ...s,
    model,
    init,
    arms,
    events,
    data: { ...s.data, ...choice, source: 'file', file: digest, task: outputs > 1 ? 'ten' : 'pair', n, d, input, targets },
  }
}

function modelFor({ model }: Scenario, outputs: number, shape: readonly number[], classes: readonly string[]): Scenario['model'] {
  const loss = classes.length === 0 ? ('squared' as const) : model.loss
  const plain = { ...model, loss }
  if (isPlanar(model)) return { ...plain, kind: outputs > 1 ? 'mlp' : 'linear' }
  if (model.kind === 'transformer') return { ...plain, kind: 'mlp' }
  if (readsImages(model)) return shape.length > 1 ? plain : { ...plain, kind: 'mlp' }
  return outputs > 1 && !isNetwork(model) ? { ...plain, kind: 'mlp' } : plain
}
