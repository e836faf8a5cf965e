import type { Line } from '../../../lib/fit'
import { number } from '../reading/numbers'
import type { View } from '../reading/view'
import { EXPONENTS, laws, sizesOf, sweptArm } from './sizes'

/** A slope with the standard error of the scatter: "−1.10 ± 0.08". */
export const slope = ({ slope: value, slopeError }: Line) => {
  const text = value.toFixed(2).replace('-', '−')
  return Number.isNaN(slopeError) ? text : `${text} ± ${slopeError.toFixed(2)}`
}

/** The fitted exponent over B beside theory and publication, and whether the gap follows the noise. */
export function gapSentence(view: View): string {
  const sizes = sizesOf(view)
  if (sizes.length === 0) return 'Waiting for the first batch size.'
  const { label } = sweptArm(view)
  const all = view.traces.studies.get('gap')?.tasks.length ?? 0
  if (sizes.length < all) return `${label}: ${number(sizes.length)} of ${number(all)} batch sizes so far.`
  const beyond = sizes.filter(({ gap }) => gap <= 0)
  const found = laws(sizes)
  if (!found) return `${label}: too few batch sizes below 2/η to fit a power law.`
  const { overB, overNoise } = found
  const near = (value: number) => Math.abs(overB.slope - value) <= 2 * overB.slopeError + 0.005
  const fits = [near(EXPONENTS.theory) && 'theory', near(EXPONENTS.published) && 'publication'].filter(Boolean)
  // Where theory and publication cannot be told apart, nor can anything else.
  const vague = 2 * overB.slopeError > Math.abs(EXPONENTS.published - EXPONENTS.theory)
  const verdict = vague
    ? 'too uncertain to tell −1 from −1.27'
    : fits.length > 0
      ? `as ${fits.join(' and ')} say${fits.length > 1 ? '' : 's'}`
      : 'neither −1 nor −1.27'
  const above = beyond.length > 0 ? ` ${beyond.length === 1 ? 'One size sits' : `${beyond.length} sizes sit`} at or above 2/η.` : ''
  return `${label}: 2/η − λ₁(H) ∝ B^(${slope(overB)}), ${verdict}; over σ_u² the exponent is ${slope(overNoise)} (1 if proportional) at L from ${number(Math.min(...sizes.map(s => s.loss)))} to ${number(Math.max(...sizes.map(s => s.loss)))}.${above}`
}
