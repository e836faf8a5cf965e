/** The vertical axis of a surface: how high a loss stands, linear or logarithmic. */
import { extentOf, stickyDomain } from '../domain'
import { makeAxis, safeLog } from '../scale'
import type { Axis, Range } from '../types'

/** Decades that a logarithmic surface shows, at most. */
const DECADES = 12
/** A linear height is kept while the middle value stands above this share of the range; and taken again above twice as much. */
const FLAT = 0.03

/** Share of the range at which the middle value stands: near 0 where walls are so steep that all else would be flat. */
function middle(values: ArrayLike<number>, [low, high]: Range): number {
  const every = Math.max(1, Math.floor(values.length / 2000))
  const sample: number[] = []
  for (let i = 0; i < values.length; i += every) {
    const v = values[i] ?? Number.NaN
    if (Number.isFinite(v)) sample.push(v)
  }
  sample.sort((a, b) => a - b)
  return high > low ? ((sample[sample.length >> 1] ?? low) - low) / (high - low) : 1
}

/**
 * The axis from losses to heights, 0 to `height`: of the values in the window and of the arms' own losses where these do not lie
 * far beyond. Logarithmic where `log` says so; left open, where a linear one would be flat almost everywhere. It keeps the
 * previous one's domain while that will do.
 */
export function heightAxis(
  values: ArrayLike<number>,
  losses: readonly number[],
  height: number,
  { previous, log: wanted }: { readonly previous?: Axis | undefined; readonly log?: boolean | undefined } = {},
): Axis {
  const all = extentOf(values, values.length) ?? extentOf(losses, losses.length) ?? [0, 1]
  const log = wanted ?? (all[1] > 0 && middle(values, all) < (previous?.log ? 2 * FLAT : FLAT))
  const own = log ? shownDecades(extentOf(values, values.length, true) ?? all) : all
  const near = withLosses(own, losses, log)
  const before = previous?.log === log ? previous.domain : undefined
  return makeAxis(log, stickyDomain(before, near, { log, pad: 0, shrinkBelow: 0.8 }), [0, height])
}

function shownDecades(positive: Range): Range {
  const [lo, hi] = safeLog(positive)
  return [Math.max(lo, hi * 10 ** -DECADES), hi]
}

/** Losses up to its own width above the range, or twice that below it, widen it; what lies further is drawn at its border. */
function withLosses([lo, hi]: Range, losses: readonly number[], log: boolean): Range {
  const scale = (v: number) => (log ? Math.log(v) : v)
  const room = scale(hi) - scale(lo)
  const near = losses.filter(v => scale(v) >= scale(lo) - 2 * room && scale(v) <= scale(hi) + room)
  return [Math.min(lo, ...near), Math.max(hi, ...near)]
}

/** Height of a loss: at the floor or the top where it lies beyond, NaN where it is no number. */
export function heightOf({ px, domain, range }: Axis, loss: number): number {
  if (!Number.isFinite(loss)) return loss === Number.POSITIVE_INFINITY ? range[1] : Number.NaN
  return px(Math.max(domain[0], Math.min(domain[1], loss)))
}
