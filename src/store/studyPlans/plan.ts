/** What a study's plan is: which tasks a scenario asks for, and when they are out of date. */

import type { Scenario } from '../../scenario'
import type { StudyKind, TaskOf } from '../../workers/studies/kinds'

/** What a plan is made for: the scenario on screen, and where its run stands. */
export interface Situation {
  readonly scenario: Scenario
  /** The arm that single values speak of. */
  readonly arm: string
  readonly step: number
}

/** θ of every arm at the present step. */
export type AskState = () => Promise<{ readonly step: number; readonly thetas: readonly Float64Array[] }>

/** The tasks of a study. */
export interface Plan<K extends StudyKind> {
  /** Names what the parts depend on: a study whose plan has another key is out of date, ended and forgotten. */
  readonly key: string
  /** What each task costs against the others, where they differ: the progress and the remaining time go by it. */
  readonly weights?: readonly number[]
  /** The same, for a study whose tasks say it. */
  weightOf?(task: TaskOf<K>): number
  /** Whether it starts by itself. */
  readonly automatic: boolean
  /** What a task's part is kept by over a reload; of studies whose parts are not kept left out. */
  keptAs?(task: TaskOf<K>): string
  tasks(state: AskState): readonly TaskOf<K>[] | Promise<readonly TaskOf<K>[]>
}

/** null where a scenario has no use for this kind of study. */
export type Planner<K extends StudyKind> = (situation: Situation) => Plan<K> | null
