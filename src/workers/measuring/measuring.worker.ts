import { PAGE_ASSETS } from '../assets'
import { openPort } from '../port'
import { createMeasuring } from './measuring'
import type { FromMeasuring, ToMeasuring } from './messages'

// The entry of the measuring worker.
const port = openPort<ToMeasuring, FromMeasuring>()
port.listen(createMeasuring({ assets: PAGE_ASSETS, post: port.post, now: () => performance.now() }))
