import type { FromWorker, Push, Request, Results, ToWorker } from './protocol'
import { type Answer, createWorkerClient, type WorkerLike } from './workerClient'

/**
 * The page's end of the simulation worker, typed by the protocol:
 *
 *     const client = createSimulationClient(spawn, push => …, why => …)
 *     const { run } = await client.request({ type: 'load', scenario, play: true })
 */
export interface SimulationClient {
  /** Settles once: with the result, with a WorkerFailure (also when the worker dies), or with a DisposedError. */
  request<R extends Request>(request: R): Promise<Results[R['type']]>
  /** Tells the worker that the last frame was taken in. */
  ack(): void
  /** Gives up a load or ends a replay early; with `reading` also a measurement or a landscape. */
  cancel(reading?: boolean): void
  /** Asks for a sign of life, which comes as a push. */
  ping(): void
  /** Ends a worker that is not to be waited for, as if cancelled, or with a reason as if it had crashed. */
  replace(why?: string): void
  dispose(): void
}

/** `onPush` is told what the worker says of its own accord, `onCrash` why it died; the next request starts another one. */
export function createSimulationClient(
  spawn: () => WorkerLike,
  onPush: (push: Push) => void,
  onCrash: (why: string) => void,
): SimulationClient {
  let next = 0
  const worker = createWorkerClient<ToWorker, FromWorker>(spawn, {
    name: 'simulation',
    answerIn: message => (message.kind === 'push' ? null : answerOf(message)),
    onNews: message => message.kind === 'push' && onPush(message.push),
    onCrash,
  })
  return {
    request: request =>
      new Promise((resolve, reject) => {
        const id = next++
        worker.ask(id, { kind: 'request', id, request }, { resolve, reject })
      }),
    ack: () => worker.tell({ kind: 'ack' }),
    cancel: (reading = false) => worker.tell({ kind: 'cancel', reading }),
    ping: () => worker.tell({ kind: 'ping' }),
    replace: worker.replace,
    dispose: worker.dispose,
  }
}

const answerOf = (message: Exclude<FromWorker, { kind: 'push' }>): Answer => message
