/** How wide the flat region around a point is along a direction, and the power law of variance against width. */

import ln from '@stdlib/math-base-special-ln'
import { fitLine, type Line } from '../../lib/fit'

/** e: the loss at the border of the flat region is e times that in the middle (Feng & Tu 2021). */
const RISE = Math.E
/** Halvings of the bracket: the width is found to about ten digits. */
const HALVINGS = 40
/** Doublings of the first guess before a direction counts as flat without end. */
const DOUBLINGS = 60

/**
 * Width of the region around θ̄ along a unit vector v in which L stays below e·L(θ̄): the distance of the nearest crossings on
 * both sides; Infinity where the loss does not rise so far. The larger, the flatter (Feng & Tu 2021, eq. for F_i).
 */
export function widthAlong(lossAt: (theta: Float64Array) => number, mean: Float64Array, v: Float64Array, guess: number): number {
  const limit = RISE * lossAt(mean)
  const at = (s: number) => lossAt(mean.map((x, j) => x + s * v[j]))
  return crossing(s => at(s) > limit, guess) + crossing(s => at(-s) > limit, guess)
}

/** The distance at which `beyond` turns true: a bracket grown from the guess, then halved. */
function crossing(beyond: (s: number) => boolean, guess: number): number {
  let high = guess
  for (let i = 0; !beyond(high); i++) {
    if (i === DOUBLINGS) return Number.POSITIVE_INFINITY
    high *= 2
  }
  let low = high === guess ? 0 : high / 2
  for (let i = 0; i < HALVINGS; i++) {
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
