import { looksEvery, type Scenario, stopsEarly } from '../scenario'

/** Milliseconds of work between looks at the mailbox, in every worker. */
export const SLICE_MS = 10
/** Milliseconds between reports of progress. */
export const REPORT_MS = 100

/** Steps between rows as the scenario has them; 0 lets the pace decide. What may end a run is looked at in rows that the pace does not choose. */
export const rowsEvery = (s: Scenario): number => (stopsEarly(s) ? looksEvery(s) : s.measure.every)

/**
 * Rows that a run has, or half of them, as the cadence is a power of two: a curve of fewer is a few straight lines. And the milliseconds of
 * measuring that are worth it: they are known from the quickest row, as others may have waited for a processor.
 */
const CURVE_ROWS = 128
const ROWS_MS = 1000

/**
 * Decides how many steps to take and when to measure. Measuring takes at most half of the time: the cadence is the
 * smallest power of two that keeps it there, unless the user fixed it; but a run that would be over in no time is
 * measured more often than that.
 */
export class Pace {
  /** Mean milliseconds per step and per measurement, exponentially weighted. */
  private stepMs = 0
  private measureMs = 0
  private spentMs = 0
  private quickestMs = Number.POSITIVE_INFINITY
  private credit = 0
  private last = 0
  every = 1

  constructor(
    public speed: number,
    private fixed: number,
    /** Steps of the whole run. */
    public steps = Number.POSITIVE_INFINITY,
  ) {
    this.every = fixed || 1
  }

  fix(every: number): void {
    this.fixed = every
    this.every = every || 1
  }

  /** Starts the clock of a playing run; time while paused earns no steps. */
  start(now: number): void {
    this.last = now
    this.credit = 0
  }

  /** Steps due by `now`; Infinity when as fast as possible. A stall earns at most a quarter of a second. */
  due(now: number): number {
    if (this.speed === 0) return Number.POSITIVE_INFINITY
    this.credit = Math.min(this.credit + ((now - this.last) / 1000) * this.speed, Math.max(1, this.speed / 4))
    this.last = now
    const whole = Math.floor(this.credit)
    this.credit -= whole
    return whole
  }

  /** Milliseconds until the next step is due. */
  wait(): number {
    return this.speed === 0 ? 0 : ((1 - this.credit) / this.speed) * 1000
  }

  stepped(count: number, ms: number): void {
    if (count > 0) this.stepMs = mean(this.stepMs, ms / count)
  }

  measured(ms: number): void {
    this.measureMs = mean(this.measureMs, ms)
    this.spentMs += ms
    this.quickestMs = Math.min(this.quickestMs, ms)
    if (this.fixed) return
    const half = this.measureMs / Math.max(this.perStep(), 1e-7)
    const cheap = this.spentMs < ROWS_MS || this.quickestMs * CURVE_ROWS <= ROWS_MS
    const wanted = cheap ? Math.min(half, this.steps / CURVE_ROWS) : half
    let every = 1
    while (every < wanted && every < 1 << 20) every *= 2
    // One power of slack keeps the cadence from flickering between two neighbours.
    if (every > this.every || every * 4 <= this.every) this.every = every
  }

  /** Milliseconds that there are for a step and what goes with it: those it takes, or half of those until the next is due unless it is `hurried`. */
  perStep(hurried = false): number {
    return this.speed === 0 || hurried ? this.stepMs : Math.max(this.stepMs, 1000 / this.speed / 2)
  }

  /** Steps that take about `ms`: as many as are known to, at least one. */
  within(ms: number): number {
    return this.stepMs === 0 ? 1 : Math.max(1, Math.floor(ms / this.stepMs))
  }

  /** Steps from `step` to the next measurement. */
  untilMeasure(step: number): number {
    return this.every - (step % this.every)
  }
}

const mean = (old: number, value: number) => (old === 0 ? value : old + 0.1 * (value - old))
