import type { Failure, FileLike } from '../protocol'
import type { JobKind, PartOf, TaskOf } from './kinds'

export interface ToStudy<K extends JobKind = JobKind> {
  readonly kind: K
  /** Place of the task in its job. */
  readonly index: number
  readonly task: TaskOf<K>
  /** Files of user data. */
  readonly files: readonly FileLike[]
}

/** Progress and unfinished parts any number of times, then one part or one failure per task. */
export type FromStudy<K extends JobKind = JobKind> =
  | { readonly type: 'progress'; readonly index: number; readonly done: number; readonly total: number }
  | { readonly type: 'part'; readonly index: number; readonly part: PartOf<K>; readonly unfinished?: true }
  | { readonly type: 'failed'; readonly index: number; readonly failure: Failure }
