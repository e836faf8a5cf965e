import type { PlanePath } from '../../../charts'
import { type ArmView, scalarOf, type View } from './view'

/** Where the arms are on the plane of the landscape, and which of them have left it for good. */

/** The path of an arm up to a step, as live views. */
export function pathOf(
  arm: ArmView,
  step = Number.POSITIVE_INFINITY,
): PlanePath & { readonly step: Float64Array; readonly off: Float64Array } {
  const { path } = arm.trace
  return { step: path.column(0), x: path.column(1), y: path.column(2), off: path.column(3), length: path.indexOf(step) + 1 }
}

/** Whether an arm is still where the picture is: not diverged, its loss not far above where it began. */
export function stays(view: View, arm: ArmView, lost: number): boolean {
  const { divergence } = arm.trace
  const [first, now] = [scalarOf(view, arm, 'loss', 0), scalarOf(view, arm, 'loss')]
  return (!divergence || divergence.step > view.step) && !(now > lost * first)
}
