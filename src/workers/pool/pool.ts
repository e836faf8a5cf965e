import { Fault } from '../../lib/fault'
import { elementAt } from '../../lib/values'
import { Cancelled } from '../ticker'
import { createWorkerClient, type Wiring, type WorkerClient, type WorkerLike } from '../workerClient'

/**
 * A pool shares out tasks over workers. Think of a bench with a few places: whoever is free takes the next task, and the results
 * lie in the order of the tasks, whoever made them and whenever.
 *
 *     const pool = createPool<ToStudy, FromStudy>(spawn, { name: 'study', workers: 4, answerIn })
 *     const parts = await pool.run(messages, (index, part) => …)
 *     pool.dispose()
 *
 * Message i of a run is answered under the number i. The first tasks go to the workers in order: where there are no more tasks
 * than workers, task i comes to worker i in every run, which may keep what it needs for it. A task whose worker dies is sent once
 * more, to another worker in its place; any other failure ends the run, and its workers with it.
 */
export interface Pool<To> {
  readonly workers: number
  /** One run at a time. Rejects with the first failure, or with `Cancelled`. */
  run<R>(tasks: readonly To[], onResult?: (index: number, result: R) => void): Promise<R[]>
  /** Ends the workers and what they do; the next run has others. */
  cancel(): void
}

export interface PoolOptions<From> extends Omit<Wiring<From>, 'onCrash'> {
  /** At most; they are made when the first task asks for them. */
  readonly workers: number
  /** How often a task is sent again whose worker died. */
  readonly again?: number
  /** A worker died, why, and its task is done again. */
  onReplaced?(why: string): void
}

/** Makes a pool of workers made by `spawn`; whoever makes it ends it with `cancel`. */
export function createPool<To, From>(spawn: () => WorkerLike, { workers, again = 1, onReplaced, ...wiring }: PoolOptions<From>): Pool<To> {
  const team: WorkerClient<To>[] = []
  let fail: ((error: Error) => void) | null = null

  function end(error: Error): void {
    const reject = fail
    fail = null
    reject?.(error)
    for (const worker of team.splice(0)) worker.dispose()
  }

  function run<R>(tasks: readonly To[], onResult: (index: number, result: R) => void = () => {}): Promise<R[]> {
    if (fail) return Promise.reject(new Fault(`The pool "${wiring.name}" is at work already`, 'await the run before'))
    return new Promise<R[]>((resolve, reject) => {
      const results = new Array<R>(tasks.length)
      let next = 0
      let left = tasks.length
      if (left === 0) return resolve(results)
      fail = reject

      function send(worker: WorkerClient<To>, index: number, more: number): void {
        worker.ask<R>(index, elementAt(tasks, index), {
          resolve(result) {
            results[index] = result
            left--
            onResult(index, result)
            if (left > 0) return give(worker)
            fail = null
            resolve(results)
          },
          reject(error) {
            if (more === 0 || error.name !== 'WorkerCrash') return end(error)
            onReplaced?.(error.message)
            send(worker, index, more - 1)
          },
        })
      }
      function give(worker: WorkerClient<To>): void {
        if (next < tasks.length) send(worker, next++, again)
      }

      while (team.length < Math.min(workers, tasks.length)) team.push(createWorkerClient(spawn, wiring))
      for (const worker of team.slice(0, tasks.length)) give(worker)
    })
  }

  return { workers, run, cancel: () => end(new Cancelled(`The pool "${wiring.name}" was cancelled`)) }
}

/** Workers for what runs beside the page and its run: one processor is left to them, and each worker holds data of its own. */
export function poolSize(processors: number = navigator.hardwareConcurrency): number {
  return Math.max(1, Math.min(MOST_WORKERS, processors - 1))
}

const MOST_WORKERS = 8
