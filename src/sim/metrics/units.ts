/**
 * Powers of two as units of residuals and curvature, in which products of four and more of them stay within the range of
 * numbers: a change of units by a power of two rounds nothing.
 *
 *     const unit = unitOf(r)
 *     const moments = noiseFromGram(K, n, r.map(v => v / unit))   // a ratio of them needs no units; L is twoL/2·unit²
 */

import { rangeFactor } from '../../lib/eigen'
import { largestOf } from '../../lib/matrix'

/** What a row is computed in. */
export interface Units {
  /** Of residuals. */
  readonly r: number
  /** Of G. */
  readonly G: number
}

export const PLAIN: Units = { r: 1, G: 1 }

/** Fourth powers of what is so near one stay in the range of float32 too. */
const NEAR = 2 ** 20

/** A power of two not far from the largest entry's size; 1 where that is near one, or all vanish, or one is not finite. */
export function unitOf(values: Float64Array): number {
  const largest = largestOf(values)
  if (!(largest > 0 && Number.isFinite(largest))) return 1
  let unit = 1
  while (largest < unit / NEAR) unit /= NEAR
  while (largest > unit * NEAR) unit *= NEAR
  return unit
}

/** Of G, which is as large as M times `squares` of the inputs: 1 but where its squares would leave the range. An even power, so that roots of it are exact. */
export const unitOfMetric = (M: Float64Array | null, squares = 1): number => (M ? 1 / rangeFactor(largestOf(M) * squares) : 1)
