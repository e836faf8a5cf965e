/**
 * How much one dispatch does, in steps of a replica: a device that is busy for long cannot draw the page, and one that is busy for
 * too long is taken away. Learnt from how long dispatches took; what is computed does not depend on it.
 */

/** Milliseconds that a dispatch should take, and at which it counts as short or as long. */
const SHORT = 12
const WANTED = 25
const LONG = 40

/** Work to begin with: replica-steps for which even a slow adapter needs no more than some milliseconds. */
export const firstWork = (s: number, B: number) => Math.max(1, Math.floor(0x80000 / (s * B + 64)))

/** The work after a dispatch of `done` replica-steps that took `ms`. */
export function nextWork(work: number, done: number, ms: number): number {
  if (ms > LONG) return Math.max(1, Math.floor((done * WANTED) / ms))
  // Only a dispatch that did all that was allowed tells that more would fit.
  return ms < SHORT && 2 * done > work ? 2 * work : work
}

/** Steps and replicas of a dispatch of so much work: all replicas for some steps, or where one step is too much some of them. */
export function sizeOf(work: number, R: number, unit: number): { readonly steps: number; readonly replicas: number } {
  if (work >= R) return { steps: Math.floor(work / R), replicas: R }
  return { steps: 1, replicas: Math.min(R, unit * Math.max(1, Math.floor(work / unit))) }
}
