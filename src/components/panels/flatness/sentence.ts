import { noNoise } from '../reading/noise'
import { number } from '../reading/numbers'
import { partsOf } from '../reading/studies'
import { edgeOf } from '../reading/thresholds'
import { type ArmView, entryOf, scalarOf, type View } from '../reading/view'

/** Where the arms stand to their thresholds. */
export function flatnessSentence(view: View): string {
  const drifts = view.arms.filter(arm => arm.settings.noise !== 'minibatch').flatMap(arm => drift(view, arm))
  const parts = view.arms.flatMap(arm => {
    const edge = edgeOf(view, arm)
    if (!edge || !Number.isFinite(edge.value) || !Number.isFinite(edge.limit)) return []
    const { value, limit, quantity, formula } = edge
    const bound = !quantity.startsWith('λ')
    const pair = !USUAL.includes(quantity)
      ? ` (${quantity} = ${number(value)}, ${formula} = ${number(limit)})`
      : ` ${formula}${bound ? ` = ${number(limit)}` : ''}`
    if (bound) return [`${arm.label} is ${againstBound(value / limit)} the paper’s bound${pair}${growth(view, arm, value < limit)}`]
    if (Math.abs(value / limit - 1) < 0.02) return [`${arm.label} sits at its edge${pair}`]
    return [`${arm.label} is ${value > limit ? 'beyond' : 'below'} its edge${pair}`]
  })
  const said = [...drifts, ...parts].slice(0, 2)
  if (said.length > 0) return `${said.join('; ')}.`
  const arm = view.selected
  const lambda = arm ? entryOf(view, arm, 'lambda', 1) : Number.NaN
  return arm && Number.isFinite(lambda)
    ? `${arm.label}: λ₁ = ${number(lambda)}; no threshold is known for its noise, its momentum or its kind of step.`
    : noNoise(view)
}

/** Quantities whose values stand beside the title. */
const USUAL = ['λ₁', '‖G‖_F']

const againstBound = (ratio: number) => (Math.abs(ratio - 1) < 0.02 ? 'at' : ratio > 1 ? 'beyond' : 'below')

/**
 * What the paper's bound leaves open: it is necessary for one step's expected loss not to grow, and not sufficient. Where
 * the exact growth of E[L] is known, that is said.
 */
function growth(view: View, arm: ArmView, below: boolean): string {
  const part = partsOf(view, 'curves').find(p => p.arm === arm.id)
  const rho = part?.growth.findLast(g => g.from <= view.step)?.rho ?? Number.NaN
  if (Number.isNaN(rho)) return below ? ' (necessary, not sufficient)' : ''
  const says = rho > 1 ? 'grows' : view.scenario.data.labelNoise > 0 ? 'settles' : 'falls'
  return `${below === rho > 1 ? ', yet' : ', and'} E[L] ${says} (ρ = ${number(rho, 4)} per step)`
}

/** Where an arm whose noise has no threshold has gone: Tr G at its start and now, where it moved by a tenth or more. */
function drift(view: View, arm: ArmView): string[] {
  const [before, now] = [scalarOf(view, arm, 'trace_G', 0), scalarOf(view, arm, 'trace_G')]
  if (!(before > 0 && now > 0) || Math.abs(now / before - 1) < 0.1) return []
  return [`${arm.label}: Tr G ${now < before ? 'fell' : 'rose'} from ${number(before)} to ${number(now)}`]
}
