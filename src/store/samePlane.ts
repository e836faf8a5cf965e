import type { PlaneInfo } from '../workers/protocol'

/** Whether two descriptions are of one plane of a run. */
export function isSamePlane(a: PlaneInfo, b: PlaneInfo): boolean {
  const words = ({ kind, i, j, axes, anchor, step, compared }: PlaneInfo) => JSON.stringify([kind, i, j, axes, anchor, step, compared])
  return words(a) === words(b)
}
