/** A worker's end of a crew: does the tasks that it is sent, and says now and then how far it is. */

import { createBackend } from '../../sim/backends/create'
import { buffersOf, createHand } from '../../sim/crew'
import { failureOf } from '../failure'
import { REPORT_MS } from '../pace'
import type { FromHand, Hand, ToHand } from './crew'

/** A hand with machines of WebAssembly. */
export async function openHand(): Promise<ReturnType<typeof createHand>> {
  const backend = await createBackend('wasm')
  return createHand(async precision => {
    if (!backend.machine) throw new RangeError('This backend has no machine for networks')
    return backend.machine(precision)
  })
}

/** Answers every message through `post`. */
export function serveHand(post: (message: FromHand, transfer?: ArrayBuffer[]) => void): (message: ToHand) => Promise<void> {
  const hand = openHand()
  return async ({ id, task }) => {
    let said = performance.now()
    const onShare: Parameters<Hand>[1] = share => {
      if (performance.now() - said < REPORT_MS) return
      said = performance.now()
      post({ id, share })
    }
    try {
      const result = await (await hand)(task, onShare)
      post({ id, result }, buffersOf(result))
    } catch (error) {
      post({ id, failure: failureOf(error) })
    }
  }
}
