import { type Clock, stepOfTime, type TimeAxis } from '../../../charts'
import { stepRange } from './series'
import { type ArmView, columnOf, type View } from './view'

/** When the steps of an arm were, as Σ η. */
export function clockOf(view: View, arm: ArmView): Clock {
  const steps = columnOf(view, arm, 'step')
  return { steps, times: columnOf(view, arm, 'time'), length: steps.length }
}

const NO_CLOCK: Clock = { steps: [], times: [], length: 0 }

/** How far the axis goes: to the end of the run, or of the longest of those beside it, in steps or by the time of their own Σ η. */
function lastStep(view: View, clock: Clock): number {
  const [, last] = stepRange(view)
  const flows = view.scenario.view.xaxis === 'time' && clock.length > 1
  const ends = view.beside.flatMap(({ view: kept }) => (flows ? kept.arms.map(arm => endOf(kept, arm, clock)) : [kept.lastStep]))
  return Math.max(last, ...ends.filter(Number.isFinite))
}

/** The step by another clock at which an arm's rows end. */
function endOf(view: View, arm: ArmView, clock: Clock): number {
  const { times, length } = clockOf(view, arm)
  return length > 0 ? Math.ceil(stepOfTime(clock, times[length - 1] ?? Number.NaN)) : Number.NaN
}

/** Options of a chart over the steps, with the axis of time that the scenario asks for and the y scale chosen for this panel; `arm` is whose Σ η it goes by. */
export function overSteps(view: View, panel: string, end?: number, arm = view.selected) {
  const { xaxis, range, smooth, yother } = view.scenario.view
  const clock = arm ? clockOf(view, arm) : NO_CLOCK
  const last = end ?? lastStep(view, clock)
  const time: TimeAxis = { count: xaxis, range: [range[0] ?? 0, range[1] ?? 0], last, clock }
  return { xDomain: [0, last] as const, xTitle: 'step', time, smooth, otherY: yother.split(',').includes(panel) }
}
