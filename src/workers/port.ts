import { ALIVE, PING } from './heartbeat'

/** A worker's own end of its messages, typed; what the other end does is in `workerClient.ts`. */
export interface Port<In, Out> {
  post(message: Out, transfer?: Transferable[]): void
  listen(take: (message: In) => void): void
}

/** The port of the worker that this code runs in; it answers those who ask whether the worker lives. */
export function openPort<In, Out>(): Port<In, Out> {
  const scope = self as DedicatedWorkerGlobalScope
  return {
    post: (message, transfer = []) => scope.postMessage(message, transfer),
    listen(take) {
      scope.onmessage = ({ data }: MessageEvent<In | typeof PING>) => {
        if (data === PING) scope.postMessage(ALIVE)
        else take(data)
      }
    },
  }
}
