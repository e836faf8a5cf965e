import { armAt, curveOf, movePoint, type Point, redrawn, type Scenario, type Scheduled } from '../../../../scenario'
import type { ScopeState } from '../../../../store'
import type { StripPlace } from './draft'

/** What is edited: an arm's drawn schedule, and what its factors multiply. */
export interface Edited {
  readonly of: Scheduled
  /** The field by its name in links, with the arm's in front where there are several and one is chosen. */
  readonly name: string
  readonly arms: readonly string[]
  readonly curve: readonly number[]
  /** η or B at factor 1. */
  readonly base: number
}

/** The drawn schedule of an arm that is in force, or on its way there. */
export function editedIn({ scenario, step, selectedArm, wanted }: ScopeState, arm: string, of: Scheduled): Edited {
  const index = Math.max(
    0,
    scenario.arms.findIndex(a => a.id === arm),
  )
  const settings = armAt(scenario, index, step)
  const field = of === 'eta' ? 'curve' : 'bcurve'
  const all = selectedArm === '' || scenario.arms.length === 1
  const name = all ? field : `${arm}.${field}`
  const curve = (wanted[name] as readonly number[] | undefined) ?? settings[field]
  return { of, name, arms: all ? scenario.arms.map(a => a.id) : [arm], curve, base: of === 'eta' ? settings.eta : settings.B }
}

/** The step from which a change would act; −1 where it would become part of the start. */
export function presentStep({ scenario, status, step }: ScopeState): number {
  const fresh = step === 0 && scenario.events.length === 0 && status !== 'running'
  return fresh || status === 'finished' || status === 'failed' ? -1 : step
}

/** A point at a pixel of the chart, and where a point is. */
export const pointAt = (place: StripPlace, base: number, px: number, py: number): Point => ({
  step: place.x.value(px),
  factor: Math.min(place.y.domain[1], Math.max(0, place.y.value(py))) / base,
})
export const pixelOf = (place: StripPlace, base: number, { step, factor }: Point) => ({
  x: place.x.px(step),
  y: Math.min(place.plot.y + place.plot.height, Math.max(place.plot.y, place.y.px(factor * base))),
})

/** The line through the points over the strip, as an SVG path: level before the first and after the last. */
export function linePath(place: StripPlace, base: number, points: readonly Point[]): string {
  const [from, to] = place.x.domain
  const ends = [...points.slice(0, 1).map(p => ({ ...p, step: from })), ...points, ...points.slice(-1).map(p => ({ ...p, step: to }))]
  return ends.map((p, i) => `${i ? 'L' : 'M'}${pixelOf(place, base, p).x.toFixed(1)} ${pixelOf(place, base, p).y.toFixed(1)}`).join('')
}

/** What an arrow key does to a point: a two-hundredth of the run or a hundredth of the axis, ten times that with Shift. */
export function nudged(points: readonly Point[], i: number, key: string, far: boolean, now: number, last: number, top: number): Point[] {
  const hop = far ? 10 : 1
  const dt = Math.max(1, Math.round(last / 200)) * hop
  const df = (top / 100) * hop
  const hops: Record<string, readonly [number, number]> = {
    ArrowLeft: [-dt, 0],
    ArrowRight: [dt, 0],
    ArrowUp: [0, df],
    ArrowDown: [0, -df],
  }
  const [point, by] = [points[i], hops[key]]
  if (!point || !by) return [...points]
  return movePoint(points, i, { step: point.step + by[0], factor: point.factor + by[1] }, now, last)
}

/** Where Enter puts a point: halfway to the next one ahead of now, or to the end of the run. */
export function halfway(points: readonly Point[], i: number, now: number, last: number): Point {
  const from = Math.max(now, points[i]?.step ?? 0, 0)
  const next = points.find(p => p.step > from)
  const step = Math.round((from + (next?.step ?? Math.max(last, from + 2))) / 2)
  const before = points.findLast(p => p.step <= step)
  const [a, b] = [before ?? next, next ?? points.at(-1)]
  if (!a || !b) return { step, factor: 1 }
  return { step, factor: b.step > a.step ? a.factor + ((b.factor - a.factor) * (step - a.step)) / (b.step - a.step) : a.factor }
}

/** The curve that acts when the points are let go. */
export const released = (before: readonly Point[], after: readonly Point[], now: number) => curveOf(redrawn(before, after, now))

/** "step 500, η 0.35". */
export function saysPoint(edited: Edited, { step, factor }: Point, s: Scenario, format: (value: number) => string): string {
  const value = edited.base * factor
  const B = Math.min(s.data.n, Math.max(1, Math.round(value)))
  return `step ${format(step)}, ${edited.of === 'eta' ? `η ${format(value)}` : `B ${B}`}`
}
