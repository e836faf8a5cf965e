import { numberAt } from '../../../lib/values'
import { armColors, armName } from '../../../scenario'
import type { PartOf } from '../../../store'
import { number, percent } from '../reading/numbers'
import { endText } from '../reading/recursions'
import { partsOf } from '../reading/studies'
import type { View } from '../reading/view'

export const TOO_LARGE = 'E[L] is split for up to 400 directions of G; here are more.'

/** An arm with its split of E[L]. */
export interface SplitArm {
  readonly id: string
  readonly label: string
  readonly color: number
  readonly part: NonNullable<PartOf<'intrinsic'>>
}

/** The arms whose split has come. */
export function splitArms(view: View): SplitArm[] {
  const { arms } = view.scenario
  const colors = armColors(arms)
  return partsOf(view, 'intrinsic').map(part => {
    const index = arms.findIndex(arm => arm.id === part.arm)
    return { id: part.arm, label: armName(part.arm), color: colors[index] ?? 0, part }
  })
}

/** The one that single values speak of: the selected arm, or the first. */
export const shownSplit = (view: View): SplitArm | undefined => {
  const all = splitArms(view)
  return all.find(arm => arm.id === view.selected?.id) ?? all[0]
}

/** Whether an arm has more directions than are split. */
export const isTooLarge = (view: View) => view.traces.studies.get('intrinsic')?.parts.some(part => part === null) ?? false

/** "SGD: at T = 200, E[L] 0.051 is 1 % of the start, 12 % noise and 87 % floor; intrinsic time says 0.052." */
export function intrinsicSentence(view: View): string {
  const arm = shownSplit(view)
  if (!arm) return isTooLarge(view) ? TOO_LARGE : 'Waiting for the first recursion.'
  const { time, loss, forgetting, noise, flow, floor } = arm.part
  const last = time.length - 1
  const of = (values: Float64Array) => numberAt(values, last)
  const share = (value: number) => percent(value / of(loss))
  const ends = [endText(arm.part, arm.label)].filter(Boolean).map(text => ` ${text}`)
  if (of(loss) === Number.POSITIVE_INFINITY)
    return `${arm.label}: by T = ${number(of(time))}, E[L] has grown beyond all numbers; intrinsic time says ${number(of(flow))}.${ends}`
  return `${arm.label}: at T = ${number(of(time))}, E[L] = ${number(of(loss))} is ${share(of(forgetting))} what is left of the start, ${share(of(noise))} noise and ${share(floor)} floor; intrinsic time says ${number(of(flow))}.${ends}`
}
