/** A worker's own end of its messages, typed; what the other end does is in `workerClient.ts`. */
export interface Port<In, Out> {
  post(message: Out, transfer?: Transferable[]): void
  listen(take: (message: In) => void): void
}

/** The port of the worker that this code runs in. */
export function openPort<In, Out>(): Port<In, Out> {
  const scope = self as DedicatedWorkerGlobalScope
  return {
    post: (message, transfer = []) => scope.postMessage(message, transfer),
    listen(take) {
      scope.onmessage = ({ data }: MessageEvent<In>) => take(data)
    },
  }
}
