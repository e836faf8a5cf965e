import { nth, number } from './numbers'
import { direction } from './series'
import { type ArmView, columnOf, scalarOf, type View } from './view'

/** Where an arm's loss is going, in a few words: for the sentences of several panels. */

/** Loss below which only rounding is left. */
export const ROUNDING = 1e-27

export const hasDiverged = (view: View, arm: ArmView) => (arm.trace.divergence?.step ?? Number.POSITIVE_INFINITY) <= view.step

export function trend(view: View, arm: ArmView): string {
  const { divergence } = arm.trace
  if (divergence && hasDiverged(view, arm)) {
    const along = divergence.direction > 0 ? ` along ${direction(divergence.direction)}` : ''
    return `${arm.label} diverged at step ${number(divergence.step)}${along}`
  }
  const now = scalarOf(view, arm, 'loss')
  if (!(now >= 0)) return ''
  if (now < ROUNDING) return `${arm.label} is at rounding error`
  const measured = columnOf(view, arm, 'step')
  const course = courseOf(measured, columnOf(view, arm, 'loss'), arm.row)
  if (!course) return `${arm.label} ${nth(measured, arm.row) > 0 ? 'is' : 'starts'} at ${number(now)}`
  return `${arm.label} ${COURSE_WORDS[course.kind](course, now)}`
}

/** How a positive quantity has gone over the last third of its rows. */
interface Course {
  readonly kind: 'level' | 'wavers' | 'falls' | 'grows' | 'falls again' | 'rises again'
  /** Of the line fitted to log₁₀. */
  readonly line: LogSlope
  readonly range: readonly [number, number]
}

const COURSE_WORDS: Readonly<Record<Course['kind'], (course: Course, now: number) => string>> = {
  level: (_, now) => `stays near ${number(now, 2)}`,
  wavers: ({ range: [low, high] }) => `wavers between ${number(low, 1)} and ${number(high, 1)}`,
  falls: ({ line }) => `loses a factor 10 ${everyWords(line)}`,
  grows: ({ line }) => `grows tenfold ${everyWords(line)}`,
  'falls again': (_, now) => `falls again, to ${number(now, 2)}`,
  'rises again': (_, now) => `rises again, to ${number(now, 2)}`,
}

/** Relative standard error of a slope from which on its two digits are not all sure: which rows there are depends on the machine. */
const SURE = 0.005

/** In how many steps a line gains or loses a decade. */
export function everyWords({ perStep, error }: LogSlope): string {
  const every = number(Number((1 / Math.abs(perStep)).toPrecision(2)))
  return `${error > SURE ? 'about ' : ''}every ${every === '1' ? 'step' : `${every} steps`}`
}

/** A change in decades, and a share of the variation, below which no trend is spoken of. */
const [LEAST_CHANGE, LEAST_SHARE] = [0.1, 0.5]

/**
 * The course of y over the last third of the rows up to `row`; undefined before there are enough. It falls or grows where the
 * fitted line does and has more of log y's variation than it leaves, unless the end of that third clearly goes the other way.
 */
export function courseOf(x: ArrayLike<number>, y: ArrayLike<number>, row: number): Course | undefined {
  const from = Math.floor((row * 2) / 3)
  const whole = logSlope(x, y, row, from)
  if (!whole) return undefined
  const course = { line: whole, range: whole.range }
  const end = logSlope(x, y, row, row - Math.floor((row - from) / 3))
  if (isTrend(whole)) {
    if (end && isTrend(end) && end.change * whole.change < 0) return { kind: end.change < 0 ? 'falls again' : 'rises again', ...course }
    return { kind: whole.change < 0 ? 'falls' : 'grows', ...course }
  }
  const [low, high] = whole.range
  return { kind: high > 2 * low ? 'wavers' : 'level', ...course }
}

const isTrend = ({ change, explained }: LogSlope) => Math.abs(change) >= LEAST_CHANGE && explained >= LEAST_SHARE

/** A line fitted to log₁₀ y by least squares: its slope, its change over its rows, and its share of the variance of log₁₀ y. */
export interface LogSlope {
  /** Decades per step. */
  readonly perStep: number
  /** Standard error of the slope, as a share of it. */
  readonly error: number
  readonly change: number
  readonly explained: number
  /** The least and the largest y. */
  readonly range: readonly [number, number]
}

/** The line of log₁₀ y from row `from` to `row`, by default the last third of them; undefined where fewer than three are positive. */
export function logSlope(x: ArrayLike<number>, y: ArrayLike<number>, row: number, from = Math.floor((row * 2) / 3)): LogSlope | undefined {
  const points: [number, number][] = []
  for (let i = Math.max(0, from); i <= row; i++) {
    const v = Math.log10(nth(y, i))
    if (Number.isFinite(v)) points.push([nth(x, i), v])
  }
  const mean = (k: 0 | 1) => points.reduce((sum, point) => sum + point[k], 0) / points.length
  const [u0, v0] = [mean(0), mean(1)]
  const values = points.map(([, v]) => v)
  let [uu, uv, vv] = [0, 0, 0]
  for (const [u, v] of points) {
    uu += (u - u0) ** 2
    uv += (u - u0) * (v - v0)
    vv += (v - v0) ** 2
  }
  if (points.length < 3 || uu <= 0) return undefined
  const perStep = uv / uu
  return {
    perStep,
    error: Math.sqrt(Math.max(0, vv / uu - perStep ** 2) / (points.length - 2)) / Math.abs(perStep),
    change: perStep * (nth(x, row) - nth(x, from)),
    explained: vv > 0 ? (perStep * uv) / vv : 1,
    range: [10 ** Math.min(...values), 10 ** Math.max(...values)],
  }
}
