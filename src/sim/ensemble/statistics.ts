/** What is said of a sample of positive numbers given by their logarithms: they may lie far beyond what a number holds. */

import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'

/** The quantiles that a fan shows. */
export const LEVELS = [0.01, 0.1, 0.5, 0.9, 0.99] as const

export interface MeanOfLogs {
  /** log of the sample mean. */
  readonly logMean: number
  /** Bootstrap standard error of the mean over the mean: √(Σ(x − x̄)²)/R/x̄, to which resampling converges. */
  readonly relativeError: number
  /** Share of the sum that the largest hundredth of the runs carries (at least one run). */
  readonly topShare: number
}

/** The mean of a sample given by its logarithms in ascending order. Empty sums, as of zeros only, give −∞. */
export function meanOfLogs(sorted: Float64Array): MeanOfLogs {
  const R = sorted.length
  const top = sorted[R - 1]
  if (!(top > Number.NEGATIVE_INFINITY)) return { logMean: top, relativeError: 0, topShare: 0 }
  if (top === Number.POSITIVE_INFINITY) return { logMean: top, relativeError: Number.NaN, topShare: 1 }
  const heavy = R - Math.max(1, Math.ceil(R / 100))
  let sum = 0
  let upper = 0
  for (let r = 0; r < R; r++) {
    const x = exp(sorted[r] - top)
    sum += x
    if (r >= heavy) upper += x
  }
  const mean = sum / R
  let squares = 0
  for (let r = 0; r < R; r++) {
    const gap = exp(sorted[r] - top) - mean
    squares += gap * gap
  }
  return { logMean: top + ln(mean), relativeError: Math.sqrt(squares) / R / mean, topShare: upper / sum }
}
