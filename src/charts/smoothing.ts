/** Lines over the steps as moving means: over the rows within ±W steps of each. */
import { numberAt } from '../lib/values'
import type { Series } from './types'

/**
 * The mean, row by row, of the values at most `reach` steps away: of those that there are near the ends, and over no row without a
 * finite value, which keeps what it has. Every window is summed by additions alone, so that it has the digits of its own values.
 * @param steps ascending
 */
export function movingMean(steps: ArrayLike<number>, values: ArrayLike<number>, length: number, reach: number): Float64Array {
  const out = Float64Array.from({ length }, (_, i) => numberAt(values, i))
  for (let from = 0; from < length; ) {
    let to = from
    while (to < length && Number.isFinite(numberAt(values, to))) to++
    meansOfRun(steps, values, from, to, reach, out)
    from = Math.max(to, from + 1)
  }
  return out
}

/** The means of rows `from` to `to`, all finite. A window is a part before `turn`, of which every tail is summed, and one behind it. */
function meansOfRun(steps: ArrayLike<number>, values: ArrayLike<number>, from: number, to: number, reach: number, out: Float64Array): void {
  const tails = new Float64Array(to - from)
  let [lo, hi, turn, behind] = [from, from, from, 0]
  for (let i = from; i < to; i++) {
    const at = numberAt(steps, i)
    for (; hi < to && numberAt(steps, hi) <= at + reach; hi++) behind += numberAt(values, hi)
    while (numberAt(steps, lo) < at - reach) lo++
    if (lo >= turn) {
      let sum = 0
      for (let j = hi - 1; j >= lo; j--) {
        sum += numberAt(values, j)
        tails[j - from] = sum
      }
      turn = hi
      behind = 0
    }
    out[i] = (numberAt(tails, lo - from) + behind) / (hi - lo)
  }
}

/** What a chart and its files say of lines that are means. */
export const meanWords = (reach: number) => `mean over ±${reach} ${reach === 1 ? 'step' : 'steps'}`

/** Every line as its moving mean, and behind them the lines as they were measured, faint and without names. */
export function smoothed(series: readonly Series[], reach: number): { readonly raw: readonly Series[]; readonly means: readonly Series[] } {
  return {
    raw: series.map(({ symbol: _, leaves: __, ...s }) => ({ ...s, label: '', faint: true })),
    means: series.map(s => {
      const y = movingMean(s.x, s.y, s.length, reach)
      return { ...s, y, mean: { steps: s.x, values: y, length: s.length } }
    }),
  }
}
