import type { Range } from './types'

/** How far a logarithmic scale goes from the median of its values, up and down. */
const FARTHEST = 1e3

/** Values at the two ends of a scale, and whether some lie beyond them. */
export interface CalmRange {
  readonly range: Range
  readonly below: boolean
  readonly above: boolean
}

/**
 * The range of the finite values; on a logarithmic scale of the positive ones, and no farther than three powers of ten from
 * their median, so that runs that have left do not hide the others. undefined where there are none.
 */
export function calmRange(all: readonly number[], log: boolean): CalmRange | undefined {
  const values = all.filter(v => Number.isFinite(v) && (!log || v > 0)).sort((a, b) => a - b)
  const [lo, hi, middle] = [values[0], values.at(-1), values[(values.length - 1) >> 1]]
  if (lo === undefined || hi === undefined || middle === undefined) return undefined
  if (!log) return { range: [lo, hi], below: false, above: false }
  const ends: Range = [Math.max(lo, middle / FARTHEST), Math.min(hi, middle * FARTHEST)]
  return { range: ends, below: lo < ends[0], above: hi > ends[1] }
}
