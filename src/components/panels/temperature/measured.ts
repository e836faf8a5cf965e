import { formatValue } from '../../../charts'
import type { PartOf } from '../../../store'
import { type StudyArm, studyArms } from '../reading/studies'
import type { View } from '../reading/view'

/** What the study of temperatures has given: the arms that were measured, and the one that single values speak of. */

type Part = PartOf<'temperature'>
export type Measured = StudyArm<Extract<Part, { end: null }>>

const isMeasured = (arm: StudyArm<Part>): arm is Measured => arm.part.end === null

export const temperatureArmsOf = (view: View): StudyArm<Part>[] => studyArms(view, 'temperature')

export const measuredOf = (view: View): Measured[] => temperatureArmsOf(view).filter(isMeasured)

/** The selected arm, or the first. */
export function shownOf(view: View): Measured | undefined {
  const arms = measuredOf(view)
  return arms.find(arm => arm.id === view.selected?.id) ?? arms[0]
}

/** A value with its error: "1.07 ± 0.02". */
export const plusMinus = (value: number, error: number) => `${formatValue(value)} ± ${formatValue(error, 1)}`
