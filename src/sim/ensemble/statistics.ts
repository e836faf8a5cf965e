/** What is said of a sample of positive numbers given by their logarithms: they may lie far beyond what a number holds. */

import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'

/** The quantiles that a fan shows. */
export const LEVELS = [0.01, 0.1, 0.5, 0.9, 0.99] as const

/** Quantiles of an ascending sample, linear between order statistics (the usual type 7). */
export function quantiles(sorted: Float64Array, levels: readonly number[]): number[] {
  const last = sorted.length - 1
  return levels.map(level => {
    const at = level * last
    const below = Math.floor(at)
    const [a, b] = [sorted[below], sorted[Math.min(last, below + 1)]]
    return a === b || at === below ? a : a + (at - below) * (b - a)
  })
}

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

/** Mean and its standard error. */
export function meanAndError(values: Float64Array): { readonly mean: number; readonly error: number } {
  const R = values.length
  let sum = 0
  for (const v of values) sum += v
  const mean = sum / R
  let squares = 0
  for (const v of values) squares += (v - mean) * (v - mean)
  return { mean, error: R > 1 ? Math.sqrt(squares / (R - 1) / R) : Number.NaN }
}
