import { overflowed, trend } from './trend'
import { type ArmView, scalarOf, type View } from './view'

/** Whose noise a sentence speaks of, and why there may be none: for the sentences of several panels. */

export const WAITING = 'Waiting for the first measurement.'

/** What μ and g speak of: where an arm makes a noise of its own, still that which minibatches would have. */
export function noiseOf(arm: ArmView): string {
  return arm.settings.noise === 'minibatch' ? `${arm.label}’s noise` : `minibatch noise at the weights of ${arm.label}`
}

/** Why there is nothing to measure. */
export function noNoise(view: View): string {
  const arm = view.selected
  if (arm && overflowed(view, arm)) return `${trend(view, arm)}.`
  if (arm && scalarOf(view, arm, 'loss') === 0) return `${arm.label}’s loss is exactly 0: there is no noise left.`
  return arm && scalarOf(view, arm, 'trace_G') === 0 ? `${arm.label}’s G is 0: no weight moves an output here.` : WAITING
}
