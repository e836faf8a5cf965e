/**
 * The watch over workers that compute beside the run, each as long as something is asked of it: whatever it says is a sign of life, and
 * it is asked for one where it has said nothing for a beat. Beats in time are counted, not milliseconds (`lib/beats.ts`). Who works
 * without a word for longer than that is ended for nothing: the next one is given four times as long.
 *
 *     const watching = heartbeat(30)
 *     createWorkerClient(spawn, { name: 'study', watching, … })
 */

import { BEAT_MS, punctual } from '../lib/beats'

/** On the wire: asks for a sign of life, and gives it (`port.ts`). */
export const PING = 'ping'
export const ALIVE = 'alive'

/** Seconds of silence after which a worker is taken for dead, where nothing else is known. */
export const PATIENCE_S = 30
const MORE_PATIENCE = 4

export interface Heart {
  /** Something is asked of the worker, or all is answered. */
  works(asked: boolean): void
  /** The worker has said something. Whether it was no more than that it lives. */
  heard(message: unknown): boolean
}

/** Watches over one worker. */
export type Watching = (ping: (message: typeof PING) => void, onDead: (why: string) => void) => Heart

/** A watch over workers of one kind, which learns from those that it has ended; `now` in milliseconds. */
export function heartbeat(seconds = PATIENCE_S, now = () => performance.now()): Watching {
  let patience = (seconds * 1000) / BEAT_MS
  return (ping, onDead) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let inTime = punctual(now)
    let silent = 0

    function rest(): void {
      clearTimeout(timer)
      timer = undefined
    }

    function beat(): void {
      timer = setTimeout(beat, BEAT_MS)
      if (!inTime()) return
      if (silent++ === 0) ping(PING)
      if (silent <= patience) return
      rest()
      const waited = Math.round((patience * BEAT_MS) / 1000)
      patience *= MORE_PATIENCE
      onDead(`it gave no sign of life for ${waited} s`)
    }

    return {
      works(asked) {
        if (!asked) return rest()
        if (timer !== undefined) return
        silent = 0
        inTime = punctual(now)
        timer = setTimeout(beat, BEAT_MS)
      },
      heard(message) {
        silent = 0
        return message === ALIVE
      },
    }
  }
}
