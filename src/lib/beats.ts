/**
 * The beats of whoever watches over a worker. They are counted, not milliseconds, and one that comes late counts for nothing: a page that
 * slept, was hidden, or waited for a processor or the end of other work could hear from nobody meanwhile, and the worker may have had no
 * turn either.
 */

/** Milliseconds between beats. */
export const BEAT_MS = 500
/** Milliseconds after which one is late; timers of a hidden page ring once a second. */
export const LATE_MS = 2.5 * BEAT_MS

/** Tells at every beat whether it came in time after the one before, or after the call; `now` in milliseconds. */
export function punctual(now: () => number): () => boolean {
  let last = now()
  return () => {
    const since = last
    last = now()
    return last - since <= LATE_MS
  }
}
