import { PAGE_ASSETS } from '../assets'
import { heartbeat } from '../heartbeat'
import { poolSize } from '../pool/pool'
import { openPort } from '../port'
import { startsThroughPage } from '../starting'
import { crewOf } from './crew'
import { createMeasuring } from './measuring'
import type { FromMeasuring, ToMeasuring } from './messages'

// The entry of the measuring worker.
const port = openPort<ToMeasuring, FromMeasuring>()

const startOther = startsThroughPage()
const alone = async () => (await import('./hand')).openHand()
const workers = poolSize()
const crew = workers > 1 ? { crew: crewOf(() => startOther('measuring part'), workers, alone, heartbeat()) } : {}

const channel = new MessageChannel()
const later = (ms: number) =>
  new Promise<void>(resolve => {
    channel.port1.onmessage = () => resolve()
    // A task of a channel is spared the clamp of nested timers.
    if (ms < 4) channel.port2.postMessage(null)
    else setTimeout(resolve, ms)
  })

port.listen(createMeasuring({ ...crew, assets: PAGE_ASSETS, post: port.post, now: () => performance.now(), later }))
