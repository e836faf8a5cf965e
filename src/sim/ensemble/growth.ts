/**
 * The Lyapunov exponent of replicas from the growth of log‖w‖, with an error that holds what is left of the start as well:
 * `Growth` takes marks on the way, `exponentAt` reads.
 */

import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'
import { meanAndError } from '../../lib/sample'

interface Mark {
  readonly step: number
  /** log‖w‖ of every replica. */
  readonly logs: Float64Array
  /** Σ log|1 − η_tλ_k| over the steps so far: what full gradients would have made of w_k. */
  readonly course: Float64Array
}

export interface Exponent {
  readonly lyapunov: number
  /** Of the mean over the replicas and of what the start still does, together. */
  readonly lyapunovError: number
  readonly since: number
}

export class Growth {
  private marks: readonly Mark[] = []
  private settled: Float64Array
  private eta = Number.NaN
  private count = 0
  private readonly logStart: Float64Array

  /** The last marks that are kept: growth is read since one of the last two, and compared with that before it. */
  private static readonly KEPT = 3

  constructor(
    private readonly lambda: Float64Array,
    start: Float64Array,
    logs: Float64Array,
  ) {
    this.settled = new Float64Array(lambda.length)
    this.logStart = start.map(w => ln(Math.abs(w)))
    this.mark(0, logs)
  }

  /** The course of one step per rate: the bits do not depend on how many come at once. */
  advance(etas: Float64Array): void {
    for (const eta of etas) {
      if (eta !== this.eta) {
        this.settled = this.course
        this.eta = eta
        this.count = 0
      }
      this.count++
    }
  }

  /** Σ log|1 − η_tλ_k|: what is settled, and the last rate times its steps. */
  private get course(): Float64Array {
    const { settled, lambda, eta, count } = this
    return count === 0 ? settled : settled.map((v, k) => v + count * ln(Math.abs(1 - eta * lambda[k])))
  }

  mark(step: number, logs: Float64Array): void {
    this.marks = [...this.marks.slice(1 - Growth.KEPT), { step, logs, course: this.course.slice() }]
  }

  /** The exponent at a step, since the mark of the last two from which it comes with the least error. */
  exponentAt(step: number, logs: Float64Array): Exponent {
    const now: Mark = { step, logs, course: this.course }
    const [last, base, before] = [...this.marks].reverse()
    if (!last || !base) return this.since(this.marks[0], undefined, now, false)
    const first = this.since(base, before, now, true)
    // What follows the last mark is too short for the rates before and after it to tell that the start is forgotten.
    const second = this.since(last, base, now, false)
    return step - second.since >= step / 4 && second.lyapunovError < first.lyapunovError ? second : first
  }

  private since(base: Mark, before: Mark | undefined, now: Mark, long: boolean): Exponent {
    const { mean, error } = rate(base, now)
    // The start is forgotten as fast as flat directions part, which full gradients tell, or faster by the noise, or more slowly. Successive
    // rates tell both: a rate that still moves has as much before it again, if what is left halves from mark to mark.
    const bySpectrum = Math.abs(this.fullRate(base, now) - this.limit(base, now))
    let bias = Number.isFinite(bySpectrum) ? bySpectrum : Number.POSITIVE_INFINITY
    let drift = 0
    if (before && before.step < base.step) {
      const earlier = rate(before, base)
      const moved = Math.abs(mean - earlier.mean)
      const doubt = Math.sqrt(error * error + earlier.error * earlier.error)
      if (long) bias = Math.min(bias, 2 * (moved + doubt))
      drift = moved - doubt
    }
    bias = Math.max(Number.isFinite(bias) ? bias : 0, drift)
    return { lyapunov: mean, lyapunovError: Math.sqrt(error * error + bias * bias), since: base.step }
  }

  /** Growth of log‖w‖ per step under full gradients from the start, and that of their slowest direction. */
  private fullRate = (a: Mark, b: Mark) => (this.logNorm(b) - this.logNorm(a)) / Math.max(1, b.step - a.step)
  private limit = (a: Mark, b: Mark) =>
    b.course.reduce((top, v, k) => Math.max(top, v - a.course[k]), -Infinity) / Math.max(1, b.step - a.step)

  private logNorm({ course }: Mark): number {
    const logs = course.map((v, k) => v + this.logStart[k])
    const top = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    return top + ln(logs.reduce((sum, v) => sum + exp(2 * (v - top)), 0)) / 2
  }
}

const rate = (a: Mark, b: Mark) => meanAndError(b.logs.map((v, r) => (v - a.logs[r]) / Math.max(1, b.step - a.step)))
