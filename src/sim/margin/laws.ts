/** Fits the laws by which a margin's gap may close: logarithmic, power, exponential. */

import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'
import { fitLine, type Line } from '../../lib/fit'

/** How a gap closes: 1/gap = a + b·ln t; gap ∝ t^(−b); gap ∝ e^(−b·t). */
export type Law = 'logarithmic' | 'power' | 'exponential'

export interface Fitted {
  readonly law: Law
  /** b above, with the standard error that the scatter leaves. */
  readonly rate: number
  readonly error: number
  /** Root mean square of ln(gap/fit). */
  readonly scatter: number
}

const LAW_AXES: { readonly [K in Law]: { x(t: number): number; y(gap: number): number; back(y: number): number; sign: 1 | -1 } } = {
  logarithmic: { x: ln, y: gap => 1 / gap, back: y => 1 / y, sign: 1 },
  power: { x: ln, y: ln, back: exp, sign: -1 },
  exponential: { x: t => t, y: ln, back: exp, sign: -1 },
}

/** Each law fitted to gaps (positive) at steps by least squares on the axes that make it a line; best first. */
export function fitLaws(steps: readonly number[], gaps: readonly number[]): Fitted[] {
  const fits = (Object.keys(LAW_AXES) as Law[]).flatMap((law): Fitted[] => {
    const { x, y, back, sign } = LAW_AXES[law]
    const line: Line | null = steps.length > 3 ? fitLine(steps.map(x), gaps.map(y)) : null
    if (!line) return []
    const square = steps.reduce((t, s, i) => {
      const off = ln(gaps[i] / back(line.intercept + line.slope * x(s)))
      return t + off * off
    }, 0)
    const scatter = Math.sqrt(square / steps.length)
    return [{ law, rate: sign * line.slope, error: line.slopeError, scatter: Number.isNaN(scatter) ? Number.POSITIVE_INFINITY : scatter }]
  })
  return fits.sort((a, b) => a.scatter - b.scatter)
}
