/** Tasks of a study over threads of their own, so that a signal is heard while they compute. */

import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import type { DataChoice } from '../../lib/dataChoice'
import { Fault } from '../../lib/fault'
import { UsageError } from '../faults'
import type { StudyName } from './kinds'

/** What a thread is told when it is made, and then one task after another. */
export interface ThreadSetting {
  readonly kind: StudyName
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
  | { readonly type: 'failed'; readonly message: string; readonly asked: boolean }

/** A part as far as it is known; null where nothing is. */
export interface KnownPart {
  readonly part: unknown
  readonly whole: boolean
}

interface Work {
  readonly tasks: readonly unknown[]
  readonly interrupt: AbortSignal
  /** Tasks done, those under way by their share. */
  progress(done: number): void
}

/** The parts of the tasks in their order, some not whole after an interrupt. Rejects with the first failure. */
export async function computed(spawn: () => Worker, { tasks, interrupt, progress }: Work): Promise<(KnownPart | null)[]> {
  const known: (KnownPart | null)[] = tasks.map(() => null)
  const shares = new Float64Array(tasks.length)
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
        if (news.type === 'failed') return reject(news.asked ? new UsageError(news.message) : new Error(news.message))
        const whole = news.type === 'part' && news.whole
        if (news.type === 'part') known[news.index] = { part: news.part, whole }
        shares[news.index] = news.type === 'progress' ? news.share : whole ? 1 : (shares[news.index] ?? 0)
        progress(shares.reduce((sum, share) => sum + share, 0))
        if (!whole) return
        if (--left === 0) return resolve()
        give(worker)
      }
      while (team.length < Math.min(tasks.length, availableParallelism())) {
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
