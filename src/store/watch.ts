/**
 * The watch over the simulation worker: it asks for a sign of life at every beat and counts those in which the worker said nothing
 * (`lib/beats.ts`). Whatever it says is a sign of life; but only an answer says that it has read what the user wants of it.
 *
 *     const watch = createWatch({ ping, onSilence, onStuck, onDead })
 *     watch.heard(true)                  // whenever the worker answers a ping
 *     watch.heard(false)                 // whenever it says something else
 *     watch.hurry(() => settled)         // the user wants something else of it
 */

import { BEAT_MS, punctual } from '../lib/beats'

/** Beats without a word after which the page says so. */
const SILENT = 2
/** Beats within which a worker answers what the user asks for: a new run, or Cancel. */
const URGENT = 4
/** Beats without a word after which a worker is taken for dead. */
const DEAD = 60

interface Parts {
  /** Asks the worker for a sign of life. */
  ping(): void
  /** It has been silent for about a second, or has spoken again. */
  onSilence(silent: boolean): void
  /** It has not answered the user in time. */
  onStuck(): void
  /** It is taken for dead, and why. */
  onDead(why: string): void
  /** Whether it may be silent for long: the user has been asked. */
  mayTakeLong(): boolean
  /** Milliseconds. */
  now(): number
}

export interface Watch {
  heard(answer: boolean): void
  /** The user wants something: a sign of life, and what `settled` says, are due within two seconds. */
  hurry(settled?: () => boolean): void
  /** Another worker takes the place of the one watched: it is waited for until it first speaks. */
  renew(): void
  dispose(): void
}

/** The worker has spoken before; one that takes its place first says that it lives, unasked. */
export function createWatch({ ping, onSilence, onStuck, onDead, mayTakeLong, now }: Parts): Watch {
  const inTime = punctual(now)
  let spoken = true
  let pinged = false
  /** Beats since it last said something, of those in which it was asked to. */
  let silent = 0
  let hurried: { readonly settled: () => boolean; beats: number } | null = null
  let timer = setTimeout(beat, BEAT_MS)

  function ask(): void {
    if (pinged) return
    pinged = true
    ping()
  }

  function beat(): void {
    timer = setTimeout(beat, BEAT_MS)
    if (!inTime() || !spoken) return
    if (pinged && ++silent === SILENT) onSilence(true)
    if (hurried && !pinged && hurried.settled()) hurried = null
    if (hurried && ++hurried.beats >= URGENT) {
      renew()
      onStuck()
    } else if (silent >= DEAD && !mayTakeLong()) {
      renew()
      onDead(`it gave no sign of life for ${(DEAD * BEAT_MS) / 1000} s`)
    } else ask()
  }

  function spoke(): void {
    if (silent >= SILENT) onSilence(false)
    silent = 0
  }

  function renew(): void {
    spoke()
    pinged = false
    spoken = false
    hurried = null
  }

  return {
    heard(answer) {
      if (answer) {
        spoken = true
        pinged = false
      }
      spoke()
    },
    hurry(settled = () => true) {
      if (!hurried || hurried.settled()) hurried = { settled, beats: 0 }
      if (spoken) ask()
    },
    renew,
    dispose: () => clearTimeout(timer),
  }
}
