import { elementAt, numberAt } from '../lib/values'
import { ARM_FIELDS } from './armFields'
import { cornersOf, stepsWith } from './course'
import { type Course, courseOf, type Scheduled, scheduleFactor } from './schedule'
import type { Arm } from './types'

/** One point of a drawn schedule: from whole step to factor of η or B. */
export interface Point {
  readonly step: number
  readonly factor: number
}

/** Points that a drawn schedule has at most, and the largest factor. */
export const MOST_POINTS = ARM_FIELDS.curve.longest / 2
const LARGEST_FACTOR = 100
/** Share of the largest factor to which a named schedule is followed. */
const CLOSE = 0.01
/** Beyond this share few points cannot follow it at all. */
const FAR = 0.1

/** "step, factor, step, factor, …" as points, and back. */
export const pointsOf = (curve: readonly number[]): Point[] =>
  Array.from({ length: curve.length / 2 }, (_, i) => ({ step: numberAt(curve, 2 * i), factor: numberAt(curve, 2 * i + 1) }))
export const curveOf = (points: readonly Point[]): number[] => points.flatMap(p => [p.step, p.factor])

/** A factor to a few digits: what a hand can mean, and what stays short in a link. */
const tidy = (factor: number, digits = 3) => Number(Math.min(LARGEST_FACTOR, Math.max(0, factor)).toPrecision(digits))

/** The first and last step that a point may have: between its neighbours, not before `now`, not beyond `last`. */
export function roomOf(points: readonly Point[], i: number, now: number, last: number): readonly [number, number] {
  const [before, after] = [points[i - 1], points[i + 1]]
  const low = Math.max(Math.ceil(now), before ? before.step + 1 : 0)
  const high = Math.min(after ? after.step - 1 : Number.POSITIVE_INFINITY, Math.max(last, elementAt(points, i).step))
  return [low, high]
}

/** The points with one of them elsewhere, as far as there is room; one whose step has passed stays. */
export function movePoint(points: readonly Point[], i: number, to: Point, now: number, last: number): Point[] {
  const held = elementAt(points, i)
  const [low, high] = roomOf(points, i, now, last)
  if (held.step < now || low > high) return [...points]
  const step = Math.min(high, Math.max(low, Math.round(to.step)))
  return points.map((p, k) => (k === i ? { step, factor: tidy(to.factor) } : p))
}

/** The points with one more, and its index; undefined where there is one already, no room left, or the step has passed. */
export function addPoint(points: readonly Point[], at: Point, now: number): { points: Point[]; index: number } | undefined {
  const step = Math.round(at.step)
  if (points.length >= MOST_POINTS || step < now || step < 0 || points.some(p => p.step === step)) return undefined
  const index = points.filter(p => p.step < step).length
  return { points: [...points.slice(0, index), { step, factor: tidy(at.factor) }, ...points.slice(index)], index }
}

/** The points without one; the last one and those whose step has passed stay. */
export function removePoint(points: readonly Point[], i: number, now: number): Point[] {
  return points.length < 2 || !points[i] || points[i].step < now ? [...points] : points.filter((_, k) => k !== i)
}

const drawnAt = (points: readonly Point[], t: number) =>
  scheduleFactor({ kind: 'drawn', period: 1, floor: 0, curve: curveOf(points) }, 'eta', t)

/**
 * What acts from step `now` on when `before` is redrawn as `after`: a point at the present value is put in where the new
 * line would jump away from it, so that what has been run stays as it was drawn. The oldest points go where that is one too many.
 */
export function redrawn(before: readonly Point[], after: readonly Point[], now: number): Point[] {
  const here = drawnAt(before, now)
  const jumps = Math.abs(drawnAt(after, now) - here) > 1e-9 * Math.max(1, here)
  if (now <= 0 || !jumps || after.some(p => p.step === now)) return [...after]
  const past = after.filter(p => p.step < now)
  const ahead = after.filter(p => p.step > now)
  const kept = Math.max(0, MOST_POINTS - 1 - ahead.length)
  const ends = ahead.slice(0, MOST_POINTS - 1)
  return [...(kept > 0 ? past.slice(-kept) : []), { step: now, factor: tidy(here, 6) }, ...ends]
}

/**
 * A named schedule as points over the run: added one after the other where the line through them is farthest off, until it is
 * within a hundredth of the largest factor. Of more cycles than fit, the first ones. B is followed up to n.
 */
export function sampleCourse(arm: Arm, of: Scheduled, steps: number, n: number): number[] {
  const course = courseOf(arm, of)
  if (course.kind === 'drawn') return [...course.curve]
  const bends = cornersOf(course, steps)
  const x = stepsWith(bends, steps)
  const most = of === 'B' ? Math.min(LARGEST_FACTOR, n / arm.B) : LARGEST_FACTOR
  const y = x.map(t => Math.min(most, scheduleFactor(course, of, t)))
  const { taken, off } = follow(x, y)
  const at = off <= FAR || bends.length < MOST_POINTS ? taken : firstBends(x, bends)
  return at.flatMap(i => [numberAt(x, i), tidy(numberAt(y, i), 4)])
}

/** Indices of points whose line follows y, ascending, and how far off it is, as a share of the largest y. */
function follow(x: readonly number[], y: readonly number[]): { taken: number[]; off: number } {
  const scale = y.reduce((most, v) => Math.max(most, v), 0) || 1
  const taken = x.length > 1 ? [0, x.length - 1] : [0]
  for (;;) {
    let [worst, off] = [-1, 0]
    for (let k = 0; k + 1 < taken.length; k++) {
      const [a, b] = [numberAt(taken, k), numberAt(taken, k + 1)]
      for (let i = a + 1; i < b; i++) {
        const [ya, xa] = [numberAt(y, a), numberAt(x, a)]
        const line = ya + ((numberAt(y, b) - ya) * (numberAt(x, i) - xa)) / (numberAt(x, b) - xa)
        const gap = Math.abs(numberAt(y, i) - line) / scale
        if (gap > off) [worst, off] = [i, gap]
      }
    }
    if (worst < 0 || off <= CLOSE || taken.length >= MOST_POINTS) return { taken, off }
    taken.push(worst)
    taken.sort((a, b) => a - b)
  }
}

function firstBends(x: readonly number[], bends: readonly number[]): number[] {
  return [0, ...bends.filter(t => t > 0)].slice(0, MOST_POINTS).map(t => x.indexOf(t))
}

/** Whether nobody has drawn this curve yet. */
export const isUndrawn = ({ curve }: Pick<Course, 'curve'>) => curve.join() === ARM_FIELDS.curve.initial.join()
