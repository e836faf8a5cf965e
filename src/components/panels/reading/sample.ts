import { number } from './numbers'
import { scalarOf, type View } from './view'

/** "1 000 of 10 000" where noise and curvature were measured on a subset of the samples; '' where on all of them. */
export function sampleWords(view: View): string {
  const { selected } = view
  const measured = selected ? scalarOf(view, selected, 'measured_on') : Number.NaN
  const { n } = view.scenario.data
  return measured < n ? `${number(measured)} of ${number(n)}` : ''
}

/** What noise and curvature were estimated from, with the error of μ; '' where they are exact. */
export function probeWords(view: View): string {
  const { selected } = view
  const error = selected ? scalarOf(view, selected, 'mu_se') : Number.NaN
  return Number.isNaN(error)
    ? ''
    : `Estimated from ${view.scenario.measure.probes} random probes; standard error of μ: ${number(error, 2)}.`
}

/** What stands for a bound where it leaves μ no digits. */
export const NO_DIGITS = 'no digits'

/** Share of μ from which its bound of rounding is said. */
const SAID = 1e-3

/** "μ ± 0.02" where rounding is a matter: the bound of μ's error at the step shown, or that it has no digits left; else ''. */
export function roundingWords(view: View): string {
  const { selected } = view
  if (!selected) return ''
  const [mu, bound] = [scalarOf(view, selected, 'mu'), scalarOf(view, selected, 'mu_rounding')]
  if (bound >= 0 && Number.isNaN(mu)) return NO_DIGITS
  return bound > SAID * Math.abs(mu) ? `μ ± ${number(bound, 2)}` : ''
}
