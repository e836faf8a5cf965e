/** What charts over the run count along x: steps, steps on a log axis, or Σ η, the time of the gradient flow; and the part of it shown. */
import { numberAt } from '../lib/values'
import { makeAxis } from './scale'
import type { Area, Axis, Clock, EventMark, Range, Series } from './types'

export interface TimeAxis {
  readonly count: 'step' | 'log' | 'time'
  /** Steps shown; one that ends at 0 ends where the run does. */
  readonly range: Range
  /** How far the run has come, in steps. */
  readonly last: number
  /** Σ η of the arm that the cursor and what belongs to no arm go by. */
  readonly clock: Clock
}

/** Index of the last point whose `at` is not beyond a value; −1 before the first. `at` must not decrease. */
function before(at: ArrayLike<number>, length: number, value: number): number {
  let [lo, hi] = [0, length]
  while (lo < hi) {
    const mid = (lo + hi) >> 1
    if (numberAt(at, mid) <= value) lo = mid + 1
    else hi = mid
  }
  return lo - 1
}

/** One column at a value of the other: straight between rows, and on beyond the last as between the last two. */
function convert(from: ArrayLike<number>, to: ArrayLike<number>, length: number, value: number): number {
  if (length < 2) return value
  const i = Math.max(0, Math.min(length - 2, before(from, length, value)))
  const [a, b] = [numberAt(from, i), numberAt(from, i + 1)]
  const [c, d] = [numberAt(to, i), numberAt(to, i + 1)]
  return b > a ? c + ((value - a) / (b - a)) * (d - c) : c
}

/** Σ η at a step. */
export const timeOfStep = ({ steps, times, length }: Clock, step: number): number => convert(steps, times, length, step)

/** The step at a value of Σ η. */
export const stepOfTime = ({ steps, times, length }: Clock, time: number): number => convert(times, steps, length, time)

/** The steps that an axis shows: whole and ascending, at least ten of them on an axis that shows the run from its start. */
function stepsShown({ count, range: [from, to], last }: TimeAxis): Range {
  const end = to > from ? to : Math.max(last, from + 10)
  return [count === 'log' ? Math.max(1, from) : from, end]
}

/** Whether an axis shows anything but the whole run over even steps. */
const isPlain = ({ count, range }: TimeAxis): boolean => count === 'step' && range[0] === 0 && range[1] === 0

const TITLES: Readonly<Record<TimeAxis['count'], string>> = { step: 'step', log: 'step', time: 'η·t' }

/** What of a chart's data and options stands on the axis of time. */
interface Timed {
  readonly series: readonly Series[]
  readonly areas?: readonly Area[]
  readonly events?: readonly EventMark[]
  readonly cursor?: number | undefined
}
interface TimedOptions {
  /** x is in steps, and drawn as this says. */
  readonly time?: TimeAxis | undefined
  readonly xDomain?: Range
  readonly xLog?: boolean
  readonly xTitle?: string
}

/** Whether a chart may hold the y axis of its last drawing: of the same part of the run. */
export function sameSteps(previous: Axis, now: Axis): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a))
  return near(previous.domain[0], now.domain[0]) && previous.domain[1] <= now.domain[1] * (1 + 1e-9)
}

/** The points of a line that lie in the range, and one more on either side, so that it reaches the borders. */
function within<L extends { readonly x: ArrayLike<number>; readonly length: number }>(
  line: L,
  [lo, hi]: Range,
): { from: number; to: number } {
  const from = Math.max(0, before(line.x, line.length, lo))
  return { from: numberAt(line.x, from) > 0 || lo <= 0 ? from : from + 1, to: Math.min(line.length, before(line.x, line.length, hi) + 2) }
}

/** A part of a column, without copying where it can. */
const part = (values: ArrayLike<number>, from: number, to: number): ArrayLike<number> =>
  values instanceof Float64Array ? values.subarray(from, to) : Array.prototype.slice.call(values, from, to)

/** A column of steps as Σ η of an arm. */
const asTimes = (steps: ArrayLike<number>, clock: Clock): Float64Array => Float64Array.from(steps, step => timeOfStep(clock, step))

/**
 * Data and options of a chart over the steps, as they are on its axis of time: lines cut to the steps shown, x in what the axis counts.
 * Without `time`, or where it is the whole run over even steps, they are left as they are.
 */
export function onTime<D extends Timed, O extends TimedOptions>(data: D, options: O): { data: D; options: O } {
  const { time } = options
  if (!time || isPlain(time)) return { data, options }
  const steps = stepsShown(time)
  const flows = time.count === 'time'
  const x = (values: ArrayLike<number>, from: number, to: number, clock = time.clock) =>
    flows ? asTimes(part(values, from, to), clock) : part(values, from, to)
  const at = (step: number) => (flows ? timeOfStep(time.clock, step) : step)
  const series = data.series.map((s): Series => {
    const { from, to } = within(s, steps)
    const leaves = s.leaves !== undefined && { leaves: s.leaves - from }
    return { ...s, x: x(s.x, from, to, s.clock), y: part(s.y, from, to), length: Math.max(0, to - from), ...leaves }
  })
  const areas = data.areas?.map((a): Area => {
    const { from, to } = within(a, steps)
    return { ...a, x: x(a.x, from, to, a.clock), lo: part(a.lo, from, to), hi: part(a.hi, from, to), length: Math.max(0, to - from) }
  })
  return {
    data: {
      ...data,
      series,
      ...(areas && { areas }),
      ...(data.events && { events: data.events.map(e => ({ ...e, x: at(e.x) })) }),
      cursor: data.cursor === undefined ? undefined : at(data.cursor),
    },
    options: { ...options, xDomain: [at(steps[0]), at(steps[1])], xLog: time.count === 'log', xTitle: TITLES[time.count] },
  }
}

/** An axis of what is counted, as one of steps: for whoever asks a chart where a step is. */
export function inSteps(axis: Axis, time: TimeAxis | undefined, clock = time?.clock): Axis {
  if (time?.count !== 'time' || !clock) return axis
  return {
    ...axis,
    domain: stepsShown(time),
    px: step => axis.px(timeOfStep(clock, step)),
    value: px => stepOfTime(clock, axis.value(px)),
  }
}

/** The axis of a chart that keeps its data in steps: what it counts, for ticks and title, and where the steps are on it. */
export function stepAxes(
  time: TimeAxis | undefined,
  domain: Range,
  range: Range,
  clock = time?.clock,
): { readonly counted: Axis; readonly steps: Axis; readonly title: string } {
  if (!time || !clock || isPlain(time)) {
    const axis = makeAxis(false, domain, range)
    return { counted: axis, steps: axis, title: TITLES.step }
  }
  const shown = stepsShown(time)
  const counts = time.count === 'time' ? ([timeOfStep(clock, shown[0]), timeOfStep(clock, shown[1])] as const) : shown
  const counted = makeAxis(time.count === 'log', counts, range)
  return { counted, steps: inSteps(counted, time, clock), title: TITLES[time.count] }
}
