import { heartbeat } from '../heartbeat'
import { createPool, poolSize } from '../pool/pool'
import type { FileLike } from '../protocol'
import { Cancelled } from '../ticker'
import type { Answer } from '../workerClient'
import type { JobKind, PartOf, TaskOf } from './kinds'
import type { FromStudy, ToStudy } from './messages'

/** Seconds without a word after which a study's worker is taken for dead: some say little of how far they are. */
const SILENCE_S = 60

export interface JobOptions<K extends JobKind> {
  /** Workers at most: as many as this machine has to spare, two at least, when left out. */
  readonly workers?: number
  /** Files of user data, which each worker reads for itself where a task wants them. */
  readonly files?: readonly FileLike[]
  /** What each task costs against the others, for the progress; all the same when left out. */
  readonly weights?: readonly number[]
  onPart(index: number, part: PartOf<K>): void
  /** A worker stopped, why, and another one does its task again. */
  onReplaced(why: string): void
  /** Tasks done, those under way counted by their own share. */
  onProgress(done: number, total: number): void
}

export interface Job {
  /** Resolves when every task has given its part or the job was cancelled; rejects with the first failure. Its workers are ended then. */
  readonly done: Promise<void>
  cancel(): void
}

/** Computes the tasks on workers of its own, made by `spawn` and ended here. */
export function startJob<K extends JobKind>(
  spawn: () => Worker,
  kind: K,
  tasks: readonly TaskOf<K>[],
  { workers = Math.max(2, poolSize()), files = [], weights, onPart, onProgress, onReplaced }: JobOptions<K>,
): Job {
  const pool = createPool<ToStudy<K>, FromStudy<K>>(spawn, {
    ...{ name: 'study', workers, watching: heartbeat(SILENCE_S) },
    answerIn,
    onNews: hear,
    onReplaced: lost,
  })
  /** Shares of the tasks under way. */
  const under = new Map<number, number>()
  let spent = 0

  /** In tasks of the mean weight, so that the share is that of the whole cost. */
  const mean = weights ? weights.reduce((sum, w) => sum + w, 0) / weights.length : 1
  const weightOf = (index: number) => (weights?.[index] ?? mean) / mean

  function took(index: number, part: PartOf<K>): void {
    under.delete(index)
    spent += weightOf(index)
    onPart(index, part)
    report()
  }

  function lost(why: string): void {
    under.clear()
    report()
    onReplaced(why)
  }

  function hear(news: FromStudy<K>): void {
    if (news.type === 'part') onPart(news.index, news.part)
    if (news.type !== 'progress') return
    under.set(news.index, news.total > 0 ? Math.min(1, news.done / news.total) : 0)
    report()
  }

  function report(): void {
    let partial = 0
    for (const [index, share] of under) partial += share * weightOf(index)
    onProgress(spent + partial, tasks.length)
  }

  async function run(): Promise<void> {
    try {
      await pool.run(
        tasks.map((task, index) => ({ kind, index, task, files })),
        took,
      )
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error
    } finally {
      pool.cancel()
    }
  }

  return { done: run(), cancel: pool.cancel }
}

function answerIn(message: FromStudy): Answer | null {
  switch (message.type) {
    case 'progress':
      return null
    case 'part':
      return message.unfinished ? null : { id: message.index, result: message.part }
    case 'failed':
      return { id: message.index, failure: message.failure }
    default:
      throw message satisfies never
  }
}
