import type { Tick } from '../lib/tick'
import { SLICE_MS } from './pace'

/** Work that was given up: its request is answered, and nothing is to be complained of. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** What a worker knows of time: `later` resolves in a later task, so that messages get in. */
export interface Clock {
  now(): number
  later(ms: number): Promise<void>
}

/** Something that may take long: what, since when, and what share is done. */
export interface Activity {
  readonly what: string
  readonly since: number
  share: number
}

/** A tick that lets messages in between slices, says how far the work is, and gives it up once `stale` says so. */
export function ticker({ now, later }: Clock, stale: () => boolean, onShare: (share: number) => void = () => {}): Tick {
  let since = now()
  return share => {
    onShare(share)
    if (now() - since < SLICE_MS) return
    return later(0).then(() => {
      since = now()
      if (stale()) throw new Cancelled('This was given up for something newer')
    })
  }
}

/** Of the time of a running run what is computed beside its steps takes one part in so many at most. */
const SHARE = 5

/** A tick that leaves a busy run most of the time, says how far the work is, and gives it up once it is stale. */
export function sparing(
  { now, later }: Clock,
  busy: () => boolean,
  stale: () => boolean,
  onShare: (share: number) => void = () => {},
): Tick {
  let since = now()
  return async share => {
    onShare(share)
    const worked = now() - since
    if (worked < SLICE_MS / 2) return
    const until = now() + (busy() ? (SHARE - 1) * worked : 0)
    do await later(Math.max(0, until - now()))
    while (now() < until && !stale())
    since = now()
    if (stale()) throw new Cancelled('This was given up for something newer')
  }
}
