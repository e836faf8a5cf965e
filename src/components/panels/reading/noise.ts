import { isPlain, optimizerOf, usesBatches } from '../../../scenario'
import { list } from './numbers'
import { NO_DIGITS, roundingWords } from './sample'
import { hasDiverged, trend } from './trend'
import { type ArmView, scalarOf, type View } from './view'

/** Whose noise a sentence speaks of, and why there may be none: for the sentences of several panels. */

export const WAITING = 'Waiting for the first measurement.'

/** Whether an arm has a synthetic noise, or none, in place of that of its minibatches. */
export const hasOwnNoise = (arm: ArmView) => usesBatches(arm) && arm.settings.noise !== 'minibatch'

/** Whose noise μ and g describe: that of minibatches, also where an arm has none, a synthetic one, or does not step along its gradients. */
export function noiseOf(arm: ArmView): string {
  if (!usesBatches(arm) || hasOwnNoise(arm)) return `minibatch noise at the weights of ${arm.label}`
  return isPlain(arm) ? `${arm.label}’s noise` : `the noise of ${arm.label}’s raw gradients`
}

/** A further sentence where an optimizer does not step along the gradients that are measured; else ''. */
export function rawGradients({ arms }: View): string {
  const others = [...new Set(arms.filter(arm => !isPlain(arm)).map(arm => optimizerOf(arm)))]
  const [first] = others
  if (!first) return ''
  const change = others.length === 1 ? `${first.label} ${first.note}` : `${list(others.map(o => o.label))} do not step along them`
  return ` Σ, μ and g are those of the raw minibatch gradients: ${change}.`
}

/** Whether all samples have the same gradient where an arm is, as with a single sample: then μ and g hold rounding alone. */
export const noiseless = (view: View, arm: ArmView) => scalarOf(view, arm, 'trace_sigma') === 0

/** Why there is nothing to measure. */
export function noNoise(view: View): string {
  const arm = view.selected
  if (arm && hasDiverged(view, arm)) return `${trend(view, arm)}.`
  if (arm && scalarOf(view, arm, 'loss') === 0) return `${arm.label}’s loss is exactly 0: there is no noise left.`
  if (arm && roundingWords(view) === NO_DIGITS && scalarOf(view, arm, 'trace_G') > 0 && scalarOf(view, arm, 'loss') > 0)
    return `${arm.label}’s residuals are down to rounding: μ and g have no digits left.`
  if (arm && scalarOf(view, arm, 'trace_G') === 0) return `${arm.label}’s G is 0: no weight moves an output here.`
  return arm && noiseless(view, arm) ? 'Σ is 0: every sample has the same gradient, and minibatches make no noise.' : WAITING
}
