import { formatValue } from '../../../charts'
import { startsAtMinimum } from '../../../scenario'
import { number, percent } from '../reading/numbers'
import { flatShare, splitAt } from '../reading/split'
import { type ArmView, scalarOf, type View } from '../reading/view'

/** "Since step 300", "From the planted minimum". */
export function since(view: View, arm: ArmView): string {
  const step = scalarOf(view, arm, 'anchor_step')
  return step > 0 || !startsAtMinimum(view.scenario) ? `since step ${formatValue(step)}` : 'from the planted minimum'
}

/** How far the first arms have moved, and how much of it along flat directions. */
export function displacementSentence(view: View, k: number): string {
  const begun = view.arms.filter(arm => scalarOf(view, arm, 'moved') > 0)
  if (begun.length === 0) return 'No arm is away from where its escape begins.'
  const first = begun[0] && since(view, begun[0])
  const where = k === 1 ? 'outside v₁' : `outside the ${k} sharpest directions`
  const parts = begun.slice(0, 2).map((arm, i) => {
    const share = flatShare(splitAt(view, arm, k))
    const moved = `${arm.label} moved ${number(scalarOf(view, arm, 'moved'), 2)}`
    // What was just said of the first arm need not be said again.
    if (i > 0 && since(view, arm) === first) return Number.isFinite(share) ? `${moved} (${percent(share)})` : moved
    const of = Number.isFinite(share) ? `, ${percent(share)} of its square ${where}` : ''
    return `${moved} ${since(view, arm)}${of}`
  })
  return `${parts.join('; ')}.`
}
