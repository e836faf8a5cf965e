import type { FileLike } from '../protocol'
import { type Answer, createWorkerClient, type WorkerClient } from '../workerClient'
import type { PartOf, StudyKind, TaskOf } from './kinds'
import type { FromStudy, ToStudy } from './messages'

export interface JobOptions<K extends StudyKind> {
  /** Workers at most; each takes the next task when it has done one. */
  readonly workers: number
  /** Files of user data, which each worker reads for itself where a task wants them. */
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
  const team: WorkerClient<ToStudy<K>>[] = []
  const under = new Map<number, number>()
  let next = 0
  let finished = 0
  let spent = 0
  let settle: (error?: Error) => void = () => {}
  const done = new Promise<void>((resolve, reject) => {
    settle = error => {
      // The first call decides: what the workers' end rejects comes after it.
      if (error) reject(error)
      else resolve()
      for (const worker of team.splice(0)) worker.dispose()
    }
  })

  function give(worker: WorkerClient<ToStudy<K>>): void {
    const index = next++
    const task = tasks[index]
    if (task === undefined) return
    under.set(index, 0)
    worker.ask<PartOf<K>>(index, { kind, index, task, files }, { resolve: part => took(worker, index, part), reject: settle })
  }

  function took(worker: WorkerClient<ToStudy<K>>, index: number, part: PartOf<K>): void {
    under.delete(index)
    finished++
    spent += weightOf(index)
    onPart(index, part)
    if (finished < tasks.length) give(worker)
    report()
    if (finished === tasks.length) settle()
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
    const worker = createWorkerClient<ToStudy<K>, FromStudy<K>>(spawn, { name: 'study', answerIn, onNews: hear })
    team.push(worker)
    give(worker)
  }

  function hear(news: FromStudy<K>): void {
    if (news.type === 'part') onPart(news.index, news.part)
    if (news.type !== 'progress') return
    under.set(news.index, news.total > 0 ? Math.min(1, news.done / news.total) : 0)
    report()
  }

  if (tasks.length === 0) settle()
  for (let w = 0; w < Math.min(workers, tasks.length); w++) hire()
  return { done, cancel: () => settle() }
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
