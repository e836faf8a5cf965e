import type { Clock, TimeAxis } from '../../../charts'
import { stepRange } from './series'
import { type ArmView, columnOf, type View } from './view'

/** When the steps of an arm were, as Σ η. */
export function clockOf(view: View, arm: ArmView): Clock {
  const steps = columnOf(view, arm, 'step')
  return { steps, times: columnOf(view, arm, 'time'), length: steps.length }
}

const NO_CLOCK: Clock = { steps: [], times: [], length: 0 }

/** Options of a chart over the steps, with the axis of time that the scenario asks for and the y scale chosen for this panel; `arm` is whose Σ η it goes by. */
export function overSteps(view: View, panel: string, last = stepRange(view)[1], arm = view.selected) {
  const { xaxis, range, yother } = view.scenario.view
  const clock = arm ? clockOf(view, arm) : NO_CLOCK
  const time: TimeAxis = { count: xaxis, range: [range[0] ?? 0, range[1] ?? 0], last, clock }
  return { xDomain: [0, last] as const, xTitle: 'step', time, otherY: yother.split(',').includes(panel) }
}
