import { formatValue } from '../../../charts'
import type { PartOf } from '../../../store'
import { type StudyArm, studyArms } from '../reading/studies'
import type { View } from '../reading/view'

/** What the study of temperatures has given: the arms that were measured, and the one that single values speak of. */

type TemperatureReading = PartOf<'temperature'>
export type MeasuredArm = StudyArm<Extract<TemperatureReading, { end: null }>>

const isMeasured = (arm: StudyArm<TemperatureReading>): arm is MeasuredArm => arm.part.end === null

export const temperatureArmsOf = (view: View): StudyArm<TemperatureReading>[] => studyArms(view, 'temperature')

export const measuredOf = (view: View): MeasuredArm[] => temperatureArmsOf(view).filter(isMeasured)

/** The selected arm, or the first. */
export function shownOf(view: View): MeasuredArm | undefined {
  const arms = measuredOf(view)
  return arms.find(arm => arm.id === view.selected?.id) ?? arms[0]
}

/** A value with its error: "1.07 ± 0.02". */
export const plusMinus = (value: number, error: number) => `${formatValue(value)} ± ${formatValue(error, 1)}`
