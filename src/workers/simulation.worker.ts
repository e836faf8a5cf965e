import type { FromWorker, ToWorker } from './protocol'
import { createServer } from './server'

// The entry of the simulation worker: wires the server to this worker's mailbox and clock.
const scope = self as unknown as {
  postMessage(message: FromWorker, transfer: ArrayBuffer[]): void
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
}

// A MessageChannel is a task without the 4 ms clamp of nested timers.
const channel = new MessageChannel()
let resume: (() => void)[] = []
function flush(): void {
  const waiting = resume
  resume = []
  for (const go of waiting) go()
}
channel.port1.onmessage = flush

const server = createServer({
  post: (message, transfer) => scope.postMessage(message, transfer),
  now: () => performance.now(),
  later: ms =>
    new Promise(resolve => {
      resume.push(resolve)
      if (ms < 4) channel.port2.postMessage(null)
      else if (Number.isFinite(ms)) setTimeout(flush, ms)
    }),
  wake: () => channel.port2.postMessage(null),
})
scope.onmessage = event => server.receive(event.data)
