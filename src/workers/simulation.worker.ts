import type { FromWorker, ToWorker } from './protocol'
import { createServer } from './server'

// The entry of the simulation worker: wires the server to this worker's mailbox and clock.
const scope = self as unknown as {
  postMessage(message: FromWorker, transfer: ArrayBuffer[]): void
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
}

// A MessageChannel is a task without the 4 ms clamp of nested timers. One message at most is under way: were every wake-up
// to add one, the page's own messages would queue behind ever more slices.
const channel = new MessageChannel()
let resume: (() => void)[] = []
let posted = false
function soon(): void {
  if (posted) return
  posted = true
  channel.port2.postMessage(null)
}
function flush(): void {
  const waiting = resume
  resume = []
  for (const go of waiting) go()
}
channel.port1.onmessage = () => {
  posted = false
  flush()
}

/** The folder that the page was served from: the worker lies one level below it when built, and anywhere in development. */
const home = new URL((import.meta as { env?: { DEV?: boolean } }).env?.DEV ? '/' : '../', location.href)

async function fetchAsset(path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(path, home))
  if (!response.ok) throw new Error(`${path} could not be loaded (${response.status} ${response.statusText}); is the page complete?`)
  return new Uint8Array(await response.arrayBuffer())
}

const server = createServer({
  assets: { mnist: () => fetchAsset('data/mnist.bin') },
  post: (message, transfer) => scope.postMessage(message, transfer),
  now: () => performance.now(),
  later: ms =>
    new Promise(resolve => {
      resume.push(resolve)
      if (ms < 4) soon()
      else if (Number.isFinite(ms)) setTimeout(flush, ms)
    }),
  wake: soon,
})
scope.onmessage = event => server.receive(event.data)
