import type { Failure, FromWorker, Push, Request, Results, ToWorker } from './protocol'

/** A request that the worker answered with an error; `failure` carries field, value and range where there are any. */
export class WorkerFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message)
    this.name = failure.name
  }
}

type ResultOf<R extends Request> = Results[R['type']]

export interface Client {
  /** Settles once: with the result, or with a WorkerFailure, also when the worker dies or the client is disposed. */
  request<R extends Request>(request: R): Promise<ResultOf<R>>
  /** Tells the worker that the last frame was taken in. */
  ack(): void
  /** Ends a replay early. */
  cancel(): void
  dispose(): void
}

/**
 * Talks to a simulation worker made by `spawn`. When a worker dies `onCrash` says why, and the next request starts another
 * one: whoever asks decides how often.
 */
export function createClient(spawn: () => Worker, onPush: (push: Push) => void, onCrash: (why: string) => void): Client {
  const open = new Map<number, { resolve(result: never): void; reject(error: Error): void }>()
  let next = 0
  let disposed = false
  let worker: Worker | null = start()

  function start(): Worker {
    const fresh = spawn()
    fresh.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'push') return onPush(data.push)
      const request = open.get(data.id)
      open.delete(data.id)
      if (data.kind === 'done') request?.resolve(data.result as never)
      else request?.reject(new WorkerFailure(data.failure))
    }
    fresh.onerror = event => {
      event.preventDefault?.()
      const why = event.message || 'the simulation worker could not be started'
      fresh.terminate()
      settleAll(why)
      if (disposed || worker !== fresh) return
      worker = null
      onCrash(why)
    }
    return fresh
  }

  function settleAll(message: string): void {
    const waiting = [...open.values()]
    open.clear()
    for (const { reject } of waiting) reject(new WorkerFailure({ name: 'WorkerCrash', message }))
  }

  const send = (message: ToWorker) => worker?.postMessage(message)

  return {
    request(request) {
      if (disposed) return Promise.reject(new WorkerFailure({ name: 'Disposed', message: 'the client is disposed' }))
      const id = next++
      return new Promise((resolve, reject) => {
        open.set(id, { resolve, reject })
        worker ??= start()
        send({ kind: 'request', id, request })
      })
    },
    ack: () => send({ kind: 'ack' }),
    cancel: () => send({ kind: 'cancel' }),
    dispose() {
      disposed = true
      worker?.terminate()
      settleAll('the client is disposed')
    },
  }
}
