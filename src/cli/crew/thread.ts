/** What a thread of a crew does: tasks, one after another. */

import { parentPort } from 'node:worker_threads'
import { serveHand } from '../../workers/measuring/hand'

export function serveCrew(): void {
  const port = parentPort
  port?.on(
    'message',
    serveHand((message, transfer) => port.postMessage(message, transfer)),
  )
}
