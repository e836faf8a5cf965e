/** Which part of the numbers an axis shows: their extent, rounded outwards, and held still while the run goes on. */
import { nice } from 'd3-array'
import { safeLinear, safeLog } from './scale'
import type { Range } from './types'

/** Smallest and largest drawable value of y over `length` points; undefined when there is none. Skips NaN, ±∞ and, for log, ≤ 0. */
export function extentOf(y: ArrayLike<number>, length: number, log = false): Range | undefined {
  let lo = Number.POSITIVE_INFINITY
  let hi = Number.NEGATIVE_INFINITY
  for (let i = 0; i < length; i++) {
    const v = y[i] ?? Number.NaN
    if (!Number.isFinite(v) || (log && v <= 0)) continue
    if (v < lo) lo = v
    if (v > hi) hi = v
  }
  return lo <= hi ? [lo, hi] : undefined
}

/** The smallest range that holds all the given ones; undefined ones are skipped. */
export function union(...ranges: (Range | undefined)[]): Range | undefined {
  let out: Range | undefined
  for (const r of ranges) {
    if (!r || !Number.isFinite(r[0]) || !Number.isFinite(r[1])) continue
    out = out ? [Math.min(out[0], r[0]), Math.max(out[1], r[1])] : r
  }
  return out
}

/** Round a range outwards to tick boundaries: 1-2-5 steps on a linear axis; on a log axis decades, or 1-2-5 within a few decades. */
export function niceDomain(extent: Range, log = false, count = 5): Range {
  if (!log) {
    const [lo, hi] = safeLinear(extent)
    const [a, b] = nice(lo, hi, count) as [number, number]
    return Number.isFinite(a) && Number.isFinite(b) && a < b ? [a, b] : [lo, hi]
  }
  const [lo, hi] = safeLog(extent)
  const steps = hi / lo < 100 ? [1, 2, 5, 10] : [1, 10]
  const down = (v: number) => {
    const e = decade(v)
    return e * (steps.filter(s => s * e <= v * (1 + 1e-9)).pop() ?? 1)
  }
  const up = (v: number) => {
    const e = decade(v)
    return e * (steps.find(s => s * e >= v * (1 - 1e-9)) ?? 10)
  }
  return safeLog([down(lo), up(hi)])
}

export interface StickyOptions {
  readonly log?: boolean
  /** Range that always stays inside the domain. */
  readonly hint?: Range
  /** Share of the span left free beyond the data on each side; 0.04 on a linear axis, 0 on a log axis when left out. */
  readonly pad?: number
  /** The domain shrinks only when the data need less than this share of it (0.5 when left out). */
  readonly shrinkBelow?: number
  /** Number of ticks to round to. */
  readonly count?: number
}

/**
 * A domain that does not jitter: it grows at once, to tick boundaries, and keeps the previous one until the data
 * need less than `shrinkBelow` of it. Spans are compared in decades on a log axis.
 */
export function stickyDomain(previous: Range | undefined, extent: Range | undefined, options: StickyOptions = {}): Range {
  const { log = false, hint, pad = log ? 0 : 0.04, shrinkBelow = 0.5, count = 5 } = options
  const wanted = union(extent && withPadding(extent, log, pad), hint)
  if (!wanted) return previous ?? (log ? [0.1, 10] : [0, 1])
  const target = niceDomain(wanted, log, count)
  if (!previous) return target
  const [a, b] = log ? safeLog(previous) : safeLinear(previous)
  const inside = wanted[0] >= a && wanted[1] <= b
  if (inside) return span(target, log) < shrinkBelow * span([a, b], log) ? target : previous
  const grown = niceDomain([Math.min(wanted[0], a), Math.max(wanted[1], b)], log, count)
  return span(target, log) < shrinkBelow * span(grown, log) ? target : grown
}

/** The power of ten at or under v; parsed, because 10 ** −4 is not quite 1e-4. */
function decade(v: number): number {
  return Number(`1e${Math.floor(Math.log10(v) + 1e-9)}`)
}

function span([lo, hi]: Range, log: boolean): number {
  return log ? Math.log(hi) - Math.log(lo) : hi - lo
}

/** Padding never crosses zero: a loss axis that starts at 0 keeps starting there. */
function withPadding(extent: Range, log: boolean, pad: number): Range {
  if (log) {
    const [lo, hi] = safeLog(extent)
    const f = Math.exp((Math.log(hi) - Math.log(lo)) * (pad / 2))
    return [lo / f, hi * f]
  }
  const [lo, hi] = safeLinear(extent)
  const d = (hi - lo) * pad
  return [lo >= 0 ? Math.max(0, lo - d) : lo - d, hi <= 0 ? Math.min(0, hi + d) : hi + d]
}
