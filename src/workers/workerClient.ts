import { DisposedError } from '../lib/fault'
import { WorkerFailure } from './failure'
import type { Heart, Watching } from './heartbeat'
import type { Failure } from './protocol'

/**
 * The page's end of a worker. Every client (of the simulation, an ensemble, a study's task) is one of these with messages
 * of its own:
 *
 *     const client = createWorkerClient<ToStudy, FromStudy>(spawn, { name: 'study', answerIn, onNews })
 *     client.ask(7, message, { resolve, reject })
 *     client.tell(message)
 *     client.dispose()
 *
 * Whatever is asked settles exactly once: with the answer, with the WorkerFailure that the worker answers, with a
 * WorkerFailure named WorkerCrash when the worker dies, or with a DisposedError. The worker starts at once; after a crash
 * the next `ask` starts another one, so that whoever asks decides how often.
 */
export interface WorkerClient<To> {
  /** Sends a message that will be answered under this number. Settles in the very call that brings the answer. */
  ask<R>(id: number, message: To, settle: Settle<R>, transfer?: Transferable[]): void
  /** Sends a message without an answer; dropped where no worker lives. */
  tell(message: To): void
  /** Ends a worker that is not to be waited for, as `Cancelled`, or with a reason as a crash; the next `ask` starts another one. */
  replace(why?: string): void
  /** Ends the worker. */
  dispose(): void
}

/** What a client needs of a worker: a page's, or a thread of Node in its place. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  onmessageerror: ((event: MessageEvent) => void) | null
  postMessage(message: unknown, transfer: Transferable[]): void
  terminate(): void
}

interface Settle<R> {
  resolve(result: R): void
  reject(error: Error): void
}

/** The number of what was asked, and what came of it. */
export type Answer = { readonly id: number } & ({ readonly result: unknown } | { readonly failure: Failure })

export interface Wiring<From> {
  /** What the worker is called in messages. */
  readonly name: string
  /** The answer that a message carries, or null where the worker speaks of its own accord. */
  answerIn(message: From): Answer | null
  onNews?(message: From): void
  /** Watches over the worker while something is asked of it: one that is silent for long has died. */
  readonly watching?: Watching
  /** The worker died, and what was asked has been rejected. */
  onCrash?(why: string): void
}

/** Owns a worker made by `spawn`. */
export function createWorkerClient<To, From>(spawn: () => WorkerLike, wiring: Wiring<From>): WorkerClient<To> {
  const { name, answerIn, onNews, onCrash, watching } = wiring
  const asked = new Map<number, Settle<never>>()
  let disposed = false
  let worker: WorkerLike | null = null
  let heart: Heart | undefined

  function start(): WorkerLike {
    const fresh = spawn()
    heart = watching?.(
      ping => fresh.postMessage(ping, []),
      why => crashed(fresh, why),
    )
    fresh.onmessage = ({ data }: MessageEvent<From>) => {
      if (worker !== fresh || heart?.heard(data)) return
      take(data)
      if (asked.size === 0) heart?.works(false)
    }
    fresh.onerror = event => {
      event.preventDefault?.()
      crashed(fresh, event.message || `the ${name} worker could not be started`)
    }
    fresh.onmessageerror = () => crashed(fresh, `a message of the ${name} worker could not be read`)
    worker = fresh
    return fresh
  }

  function take(message: From): void {
    const answer = answerIn(message)
    if (!answer) {
      onNews?.(message)
      return
    }
    const waiting = asked.get(answer.id)
    asked.delete(answer.id)
    if ('failure' in answer) waiting?.reject(new WorkerFailure(answer.failure))
    else waiting?.resolve(answer.result as never)
  }

  function crashed(dead: WorkerLike, why: string): void {
    dead.terminate()
    if (worker !== dead) return
    end(new WorkerFailure({ name: 'WorkerCrash', message: why }))
    onCrash?.(why)
  }

  function end(why: Error): void {
    worker?.terminate()
    worker = null
    heart?.works(false)
    rejectAll(why)
  }

  function rejectAll(error: Error): void {
    const waiting = [...asked.values()]
    asked.clear()
    for (const { reject } of waiting) reject(error)
  }

  try {
    start()
  } catch {
    // Who asks is told.
  }

  return {
    ask(id, message, settle, transfer = []) {
      if (disposed) return settle.reject(disposedClient(name))
      asked.set(id, settle)
      try {
        ;(worker ?? start()).postMessage(message, transfer)
        heart?.works(true)
      } catch (error) {
        asked.delete(id)
        settle.reject(error as Error)
      }
    },
    tell: message => worker?.postMessage(message, []),
    replace(why) {
      if (worker && why) crashed(worker, why)
      else end(new WorkerFailure({ name: 'Cancelled', message: `The ${name} worker did not answer` }))
    },
    dispose() {
      if (disposed) return
      disposed = true
      end(disposedClient(name))
    },
  }
}

const disposedClient = (name: string) => new DisposedError(`${name} client`, 'create another one')
