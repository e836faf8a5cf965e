/** How wide the flat region around a point is along a direction, and the power law of variance against width. */

import ln from '@stdlib/math-base-special-ln'
import { fitLine, type Line } from '../../lib/fit'

/** e: the loss at the border of the flat region is e times that in the middle (Feng & Tu 2021). */
const RISE = Math.E
/** Of the first guess, and later of the distance: how far the march goes in one stride. A rise narrower than that may be passed over. */
const STRIDE = 1 / 16
/** Times the guess at which a direction counts as flat without end. */
const FAR = 1e9
/** The distance is found to this share of it, with so many halvings of the bracket at most. */
const PRECISION = 1e-11
const HALVINGS = 60

/**
 * Width of the region around θ̄ along a unit vector v in which L stays below e·L(θ̄): the distance of the nearest crossings on
 * both sides; Infinity where the loss does not rise so far. The larger, the flatter (Feng & Tu 2021, eq. for F_i).
 */
export function widthAlong(lossAt: (theta: Float64Array) => number, mean: Float64Array, v: Float64Array, guess: number): number {
  const limit = RISE * lossAt(mean)
  const at = (s: number) => lossAt(mean.map((x, j) => x + s * v[j]))
  // What has left the range of numbers has risen.
  return crossing(s => !(at(s) <= limit), guess) + crossing(s => !(at(-s) <= limit), guess)
}

/** The least distance at which `beyond` turns true: a march in strides small enough not to miss it, then halvings of the last one. */
function crossing(beyond: (s: number) => boolean, guess: number): number {
  let low = 0
  let high = STRIDE * guess
  while (!beyond(high)) {
    if (high > FAR * guess) return Number.POSITIVE_INFINITY
    low = high
    high += STRIDE * Math.max(guess, high)
  }
  for (let i = 0; i < HALVINGS && high - low > PRECISION * high; i++) {
    const middle = (low + high) / 2
    if (beyond(middle)) high = middle
    else low = middle
  }
  return (low + high) / 2
}

/** The exponent ψ of σ² ∝ F^(−ψ): minus the slope on log–log axes, with its error; null where there are too few points. */
export function varianceFlatness(
  variances: ArrayLike<number>,
  widths: ArrayLike<number>,
): { psi: number; error: number; line: Line } | null {
  const line = fitLine(Array.from(widths, ln), Array.from(variances, ln))
  return line && { psi: -line.slope, error: line.slopeError, line }
}
