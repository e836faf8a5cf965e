/** Which part of the plane a landscape shows, so that it holds what matters and moves calmly. */

import { bent, straight } from '../lib/bent'
import { numberAt } from '../lib/values'
import { asinhAxis } from './asinhAxis'
import { safeLinear } from './scale'
import type { Axis, Range } from './types'

/** The part of a plane that a landscape shows. */
export interface PlaneDomain {
  readonly x: Range
  readonly y: Range
  /** Up to about here the axes are even, beyond they are logarithmic: they show asinh of a coordinate over it. Even everywhere when left out. */
  readonly core?: number
}

/** An axis of a part of a plane. */
export const planeAxis = (domain: PlaneDomain, which: 'x' | 'y', range: Range): Axis => asinhAxis(domain.core ?? 0, domain[which], range)

/** A part of a plane in the coordinates in which its picture is even. */
export function bentDomain({ x, y, core = 0 }: PlaneDomain): { readonly x: Range; readonly y: Range } {
  const both = ([lo, hi]: Range) => [bent(lo, core), bent(hi, core)] as const
  return { x: both(x), y: both(y) }
}

/** The part of a plane that such coordinates are of. */
export function straightDomain({ x, y }: { readonly x: Range; readonly y: Range }, core: number): PlaneDomain {
  if (!(core > 0)) return { x, y }
  const both = ([lo, hi]: Range) => [straight(lo, core), straight(hi, core)] as const
  return { x: both(x), y: both(y), core }
}

/** A path in the plane: `length` points; NaN and ±∞ are skipped. */
export interface PlanePath {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  /** Distance from the plane at each point, in its units. */
  readonly off?: ArrayLike<number>
  readonly length: number
}

export interface ViewOptions {
  /** How far a path may pull the picture: this many times the box of the starting points and the origin (3). */
  readonly clip?: number
  /** Points always inside, [x0, y0, x1, y1, …]; the origin (the minimum) when left out. */
  readonly include?: ArrayLike<number>
  /** Free border as a share of the span, 0.1. */
  readonly pad?: number
  /** Shrink only while less than this share of the view is used (0.55), by at most `rate` per call (0.12). */
  readonly shrinkBelow?: number
  readonly rate?: number
}

/** Free border as a share of the span that is never pushed away. */
const LEAST_PAD = 0.04

interface Span {
  lo: number
  hi: number
}

/**
 * The view of a landscape: holds the paths and ellipses, grows at once by what pushes at its border, shrinks slowly, and does not follow an arm that
 * runs away further than `clip` times the size of the box of the starting points.
 * @param ellipses outlines as [x0, y0, …], e.g. from `ellipsePoints`
 */
export function fitDomain(
  paths: readonly PlanePath[],
  ellipses: readonly ArrayLike<number>[],
  previous?: PlaneDomain,
  options: ViewOptions = {},
): PlaneDomain {
  const { clip = 3, include = [0, 0], pad = 0.1, shrinkBelow = 0.55, rate = 0.12 } = options
  const both = (e: readonly ArrayLike<number>[]) => [core(0, paths, e, include), core(1, paths, e, include)] as const
  let bases = both([])
  // Everything starts in one point: the ellipses give the scale instead.
  if (bases.every(s => s.hi <= s.lo)) bases = both(ellipses)
  const size = Math.max(...bases.map(s => s.hi - s.lo))
  const domainOf = (axis: 0 | 1, before: Range | undefined): Range => {
    const need = clipTo(bases[axis], size, clip, paths, ellipses, axis)
    const span = need.hi - need.lo
    const wanted: Span = { lo: need.lo - span * pad, hi: need.hi + span * pad }
    const domain: Range = before ? settle(before, need, wanted, shrinkBelow, rate) : [wanted.lo, wanted.hi]
    const length = domain[1] - domain[0]
    return length > 0 && Number.isFinite(length) ? domain : safeLinear(domain)
  }
  return { x: domainOf(0, previous?.x), y: domainOf(1, previous?.y) }
}

/** Box of what must be seen: starts, fixed points, ellipses. */
function core(axis: 0 | 1, paths: readonly PlanePath[], ellipses: readonly ArrayLike<number>[], include: ArrayLike<number>): Span {
  const span: Span = { lo: Number.POSITIVE_INFINITY, hi: Number.NEGATIVE_INFINITY }
  for (let i = axis; i < include.length; i += 2) widen(span, numberAt(include, i))
  for (const path of paths) {
    const values = axis === 0 ? path.x : path.y
    for (let i = 0; i < path.length; i++) {
      const v = numberAt(values, i)
      if (!Number.isFinite(v)) continue
      widen(span, v)
      break
    }
  }
  for (const e of ellipses) for (let i = axis; i < e.length; i += 2) widen(span, numberAt(e, i))
  return span.lo <= span.hi ? span : { lo: 0, hi: 0 }
}

function widen(span: Span, v: number): void {
  if (!Number.isFinite(v) || Math.abs(v) > 1e150) return
  if (v < span.lo) span.lo = v
  if (v > span.hi) span.hi = v
}

function clipTo(
  base: Span,
  size: number,
  clip: number,
  paths: readonly PlanePath[],
  ellipses: readonly ArrayLike<number>[],
  axis: 0 | 1,
): Span {
  const extra = Math.max(0, Math.max(size * 0.15, size === 0 ? 1 : 0) - (base.hi - base.lo)) / 2
  const need: Span = { lo: base.lo - extra, hi: base.hi + extra }
  const reach = (need.hi - need.lo) * clip
  const [least, most] = [need.lo - reach + (need.hi - need.lo), need.hi + reach - (need.hi - need.lo)]
  for (const path of paths) {
    const values = axis === 0 ? path.x : path.y
    for (let i = 0; i < path.length; i++) {
      const v = values[i] ?? Number.NaN
      if (Number.isFinite(v)) widen(need, Math.max(least, Math.min(most, v)))
    }
  }
  for (const e of ellipses) for (let i = axis; i < e.length; i += 2) widen(need, Math.max(least, Math.min(most, numberAt(e, i))))
  return need
}

function settle(before: Range, tight: Span, wanted: Span, shrinkBelow: number, rate: number): Range {
  const [lo, hi] = before
  const margin = (tight.hi - tight.lo) * LEAST_PAD
  const need = { lo: tight.lo - margin, hi: tight.hi + margin }
  const inside = need.lo >= lo && need.hi <= hi
  // It grows with what pushes at its border, by no more than that: what moves smoothly moves it smoothly.
  if (!inside) return [Math.min(lo, need.lo), Math.max(hi, need.hi)]
  if (wanted.hi - wanted.lo >= shrinkBelow * (hi - lo)) return before
  const step = (from: number, to: number) => from + (to - from) * rate
  return [step(lo, wanted.lo), step(hi, wanted.hi)]
}

/** The view widened on one axis so that both axes have the same pixels per unit on a plot of this size. */
export function equalAspect(domain: PlaneDomain, width: number, height: number): PlaneDomain {
  const perX = (domain.x[1] - domain.x[0]) / width
  const perY = (domain.y[1] - domain.y[0]) / height
  const widenTo = ([lo, hi]: Range, span: number): Range => [(lo + hi) / 2 - span / 2, (lo + hi) / 2 + span / 2]
  return perX >= perY ? { x: domain.x, y: widenTo(domain.y, perX * height) } : { x: widenTo(domain.x, perY * width), y: domain.y }
}
