/** What rounding does within attention and layer norm, of one sample: bounds of the errors of their outputs for exact inputs. */

import exp from '@stdlib/math-base-special-exp'
import type { Groups } from '../backends/machine/machine'
import { NORM_EPSILON } from '../backends/machine/within'
import type { Heads } from './attention'

/** Of a sum of k products over the sum of their sizes, in standard deviations of which there are a few (`relativeRounding`). */
export const sumError = (k: number, unit: number) => Math.sqrt(k + 2) * unit

/** Of y = r(x − mean). */
export function normErrors({ size, inner }: Groups, x: Float64Array, y: Float64Array, unit: number): Float64Array {
  const error = new Float64Array(x.length)
  const g = sumError(size + 1, unit)
  for (let t = 0; t < inner; t++) {
    let [mean, sizes] = [0, 0]
    for (let at = t; at < x.length; at += inner) {
      mean += x[at] / size
      sizes += Math.abs(x[at]) / size
    }
    let variance = NORM_EPSILON
    for (let at = t; at < x.length; at += inner) variance += ((x[at] - mean) * (x[at] - mean)) / size
    const root = 1 / Math.sqrt(variance)
    // Of a mean that all share, which hardly moves the variance; of r, of the difference and of the product.
    for (let at = t; at < x.length; at += inner) error[at] = g * sizes * root + (g + 4 * unit) * Math.abs(y[at])
  }
  return error
}

/** Of softmax(QKᵀ/√s)V of every head. */
export function attentionErrors({ heads, size, places }: Heads, a: Float64Array, unit: number): Float64Array {
  const each = size * places
  const error = new Float64Array(heads * each)
  const [ofScore, ofMix] = [sumError(size + 2, unit), sumError(places + 1, unit)]
  const score = new Float64Array(places)
  for (let h = 0; h < heads; h++) {
    const [Q, K, V] = [0, 1, 2].map(part => (part * heads + h) * each)
    for (let t = 0; t < places; t++) {
      let [top, low, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0]
      for (let u = 0; u <= t; u++) {
        let [sum, parts] = [0, 0]
        for (let c = 0; c < size; c++) {
          const product = a[Q + c * places + t] * a[K + c * places + u]
          sum += product
          parts += Math.abs(product)
        }
        score[u] = sum / Math.sqrt(size)
        top = Math.max(top, score[u])
        low = Math.min(low, score[u])
        most = Math.max(most, parts / Math.sqrt(size))
      }
      // Of every weight, relative.
      const share = 2 * ofScore * most + unit * (Math.min(top - low, 750) + 4) + ofMix
      let total = 0
      for (let u = 0; u <= t; u++) total += score[u] = exp(score[u] - top)
      for (let c = 0; c < size; c++) {
        let sum = 0
        for (let u = 0; u <= t; u++) sum += (score[u] / total) * Math.abs(a[V + c * places + u])
        error[h * each + c * places + t] = (share + ofMix) * sum
      }
    }
  }
  return error
}
