import { openPort } from '../port'
import type { FromHand, ToHand } from './crew'
import { serveHand } from './hand'

// The entry of a worker that computes parts of a measurement.
const port = openPort<ToHand, FromHand>()
port.listen(serveHand(port.post))
