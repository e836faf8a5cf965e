/** What every study is written against: `export const compute: Compute<Task, Part>`, a function from a task to its part. */

import type { Assets } from '../../sim/load'

/** What a computation may use. It is ended from outside at any time, and never asked to stop. */
export interface StudyContext<P = unknown> {
  readonly assets: Assets
  /** How far this task is, in units of its own. */
  report(done: number, total: number): void
  /** What is known of the part before it is whole: shown at once, replaced by what follows. */
  show(part: P): void
}
/** One task to its part; what the table of `kinds.ts` fetches by name. */
export type Compute<T, P> = (task: T, context: StudyContext<P>) => Promise<P>
