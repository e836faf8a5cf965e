import { PAGE_ASSETS } from './assets'
import { openPort } from './port'
import type { FromWorker, ToWorker } from './protocol'
import { createServer } from './server'
import { startsThroughPage } from './starting'

// The entry of the simulation worker: wires the server to this worker's mailbox and clock.
const port = openPort<ToWorker, FromWorker>()

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

const startOther = startsThroughPage()

const server = createServer({
  startMeasuring: () => startOther('measuring'),
  assets: PAGE_ASSETS,
  processors: navigator.hardwareConcurrency,
  post: port.post,
  now: () => performance.now(),
  later: ms =>
    new Promise(resolve => {
      resume.push(resolve)
      if (ms < 4) soon()
      else if (Number.isFinite(ms)) setTimeout(flush, ms)
    }),
  wake: soon,
})
port.listen(server.receive)
port.post({ kind: 'push', push: { type: 'alive' } })

// The first picture comes before what only a change in flight needs; a change need not wait for it then.
setTimeout(() => void import('../scenario/check').catch(() => {}), 2000)
