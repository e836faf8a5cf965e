import { ALIVE, PING } from './heartbeat'
import { isOfStaff } from './staff'

/** A worker's own end of its messages, typed; what the other end does is in `workerClient.ts`. */
export interface Port<In, Out> {
  post(message: Out, transfer?: Transferable[]): void
  listen(take: (message: In) => void): void
}

/** The port of the worker that this code runs in, to who made it or asked for it; it answers those who ask whether the worker lives. */
export function openPort<In, Out>(): Port<In, Out> {
  const scope = self as DedicatedWorkerGlobalScope
  let employer: Pick<MessagePort, 'postMessage'> = scope
  return {
    post: (message, transfer = []) => employer.postMessage(message, transfer),
    listen(take) {
      const read = ({ data }: MessageEvent<In | typeof PING>) => {
        if (data === PING) employer.postMessage(ALIVE)
        else take(data)
      }
      scope.onmessage = (event: MessageEvent) => {
        const { data } = event
        if (!isOfStaff(data)) read(event)
        else if (data.staff === 'employed') {
          employer = data.port
          data.port.onmessage = read
        }
      }
    },
  }
}
