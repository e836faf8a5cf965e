import { WorkerFailure } from '../client'
import type { FileLike } from '../protocol'
import type { PartOf, StudyKind, TaskOf } from './kinds'
import type { FromStudy, ToStudy } from './messages'

export interface JobOptions<K extends StudyKind> {
  /** Workers at most; each takes the next task when it has done one. */
  readonly workers: number
  /** The user's own files, which each worker reads for itself where a task wants them. */
  readonly files?: readonly FileLike[]
  /** What each task costs against the others, for the progress; all the same when left out. */
  readonly weights?: readonly number[]
  onPart(index: number, part: PartOf<K>): void
  /** Tasks done, those under way counted by their own share. */
  onProgress(done: number, total: number): void
}

export interface Job {
  /** Resolves when every task has given its part or the job was cancelled; rejects with the first failure. Its workers are ended then. */
  readonly done: Promise<void>
  cancel(): void
}

/** Computes the tasks in order on workers of its own, made by `spawn` and ended here. */
export function startJob<K extends StudyKind>(
  spawn: () => Worker,
  kind: K,
  tasks: readonly TaskOf<K>[],
  { workers, files = [], weights, onPart, onProgress }: JobOptions<K>,
): Job {
  const team: Worker[] = []
  const under = new Map<number, number>()
  let next = 0
  let finished = 0
  let spent = 0
  let settle: (error?: Error) => void = () => {}
  const done = new Promise<void>((resolve, reject) => {
    settle = error => {
      for (const worker of team.splice(0)) worker.terminate()
      if (error) reject(error)
      else resolve()
    }
  })

  function give(worker: Worker): void {
    if (next >= tasks.length) return
    under.set(next, 0)
    worker.postMessage({ kind, index: next, task: tasks[next]!, files } satisfies ToStudy<K>)
    next++
  }

  /** In tasks of the mean weight, so that the share is that of the whole cost. */
  const mean = weights ? weights.reduce((sum, w) => sum + w, 0) / weights.length : 1
  const weightOf = (index: number) => (weights?.[index] ?? mean) / mean

  function report(): void {
    let partial = 0
    for (const [index, share] of under) partial += share * weightOf(index)
    onProgress(spent + partial, tasks.length)
  }

  function hire(): void {
    const worker = spawn()
    team.push(worker)
    worker.onmessage = ({ data }: MessageEvent<FromStudy<K>>) => {
      if (!team.includes(worker)) return
      if (data.type === 'failed') return settle(new WorkerFailure(data.failure))
      if (data.type === 'progress') under.set(data.index, data.total > 0 ? Math.min(1, data.done / data.total) : 0)
      else if (data.unfinished) return onPart(data.index, data.part)
      else {
        under.delete(data.index)
        finished++
        spent += weightOf(data.index)
        onPart(data.index, data.part)
        if (finished < tasks.length) give(worker)
      }
      report()
      if (finished === tasks.length) settle()
    }
    worker.onerror = event => {
      event.preventDefault?.()
      settle(new WorkerFailure({ name: 'WorkerCrash', message: event.message || 'the worker of this study could not go on' }))
    }
    give(worker)
  }

  if (tasks.length === 0) settle()
  for (let w = 0; w < Math.min(workers, tasks.length); w++) hire()
  return { done, cancel: () => settle() }
}
