import type { PartOf } from '../../../store'
import { type StudyArm, studyArms } from '../reading/studies'
import type { View } from '../reading/view'

/** Readings at the ends of an arm's cycles, as columns and as rows. */
export type CycleArm = StudyArm<PartOf<'cycles'>>

/** The arms whose cycles have been read so far. */
export const cycleArms = (view: View): CycleArm[] => studyArms(view, 'cycles')

/** Columns of the run that are read at the end of every cycle. */
const MEASURED = ['loss', 'test_error', 'lambda_1', 'lambda_H_1', 'trace_G', 'frob_G'] as const

/** A reading at the end of every cycle. */
export function cycleColumn({ part: { columns, ends } }: CycleArm, name: (typeof MEASURED)[number]): number[] {
  const at = columns.names.indexOf(name)
  return ends.map(end => end.row[at] ?? Number.NaN)
}

/** Names of the table's columns; values in the order of `cycleRows`. */
export const CYCLE_HEADER = ['cycle', 'step', ...MEASURED, 'sharp', 'flat', 'barrier'] as const

/** One row per cycle of an arm: readings at its end, and the passage from the end of the one before. */
export function cycleRows(arm: CycleArm): number[][] {
  const columns = MEASURED.map(name => cycleColumn(arm, name))
  return arm.part.ends.map(({ cycle, step, passage }, i) => [
    cycle,
    step,
    ...columns.map(values => values[i] ?? Number.NaN),
    ...(passage ? [passage.sharp, passage.flat, passage.barrier] : [Number.NaN, Number.NaN, Number.NaN]),
  ])
}
