/** Tasks of a study over threads of their own, so that a signal is heard while they compute. */

import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import type { DataChoice } from '../../lib/dataChoice'
import { Fault } from '../../lib/fault'
import { UsageError } from '../faults'
import type { StudyName } from './kinds'

/** What a thread is told when it is made, and then one task after another. */
export interface ThreadSetting {
  readonly kind: StudyName | 'point'
  /** Paths of --data, and how they are read. */
  readonly data: readonly string[]
  readonly asked: Partial<DataChoice>
}
export interface ToThread {
  readonly index: number
  readonly task: unknown
}
export type FromThread =
  | { readonly type: 'progress'; readonly index: number; readonly share: number }
  | { readonly type: 'part'; readonly index: number; readonly part: unknown; readonly whole: boolean }
  | { readonly type: 'failed'; readonly index: number; readonly message: string; readonly asked: boolean }

/** A part as far as it is known; null where nothing is. */
export interface KnownPart {
  readonly part: unknown
  readonly whole: boolean
}

interface Work {
  readonly tasks: readonly unknown[]
  readonly interrupt: AbortSignal
  /** Threads at most. */
  readonly workers?: number
  /** Tasks done, those under way by their share. */
  progress(done: number): void
  /** A task's name, for messages. */
  named?(index: number): string
  /** Takes a whole part as soon as it is there, in place of the list; throws to end the work. */
  finished?(index: number, part: unknown): void
}

/** The parts of the tasks in their order, some not whole after an interrupt. Rejects with the first failure. */
export async function computed(spawn: () => Worker, work: Work): Promise<(KnownPart | null)[]> {
  const { tasks, interrupt, workers = availableParallelism(), progress, named, finished } = work
  const known: (KnownPart | null)[] = tasks.map(() => null)
  /** Shares of the tasks under way. */
  const shares = new Map<number, number>()
  const team: Worker[] = []
  let next = 0
  try {
    await new Promise<void>((resolve, reject) => {
      let left = tasks.length
      interrupt.addEventListener('abort', () => resolve())
      if (left === 0 || interrupt.aborted) return resolve()
      const give = (worker: Worker) => {
        const index = next++
        if (index < tasks.length) worker.postMessage({ index, task: tasks[index] } satisfies ToThread)
      }
      const hear = (worker: Worker, news: FromThread) => {
        if (news.type === 'failed') {
          const message = named ? `${named(news.index)}: ${news.message}` : news.message
          return reject(news.asked ? new UsageError(message) : new Error(message))
        }
        const whole = news.type === 'part' && news.whole
        if (whole && finished) {
          try {
            finished(news.index, news.part)
          } catch (error) {
            return reject(error)
          }
        } else if (news.type === 'part') known[news.index] = { part: news.part, whole }
        if (whole) {
          shares.delete(news.index)
          left--
        } else if (news.type === 'progress') shares.set(news.index, news.share)
        progress(tasks.length - left + [...shares.values()].reduce((sum, share) => sum + share, 0))
        if (!whole) return
        if (left === 0) return resolve()
        give(worker)
      }
      while (team.length < Math.min(tasks.length, workers)) {
        const worker = spawn()
        team.push(worker)
        worker.on('message', (news: FromThread) => hear(worker, news))
        worker.on('error', reject)
        worker.on('exit', () => reject(new Fault('A thread ended before its task was done', 'take fewer samples, or more memory')))
        give(worker)
      }
    })
  } finally {
    await Promise.all(team.map(worker => worker.removeAllListeners('exit').terminate()))
  }
  return known
}
