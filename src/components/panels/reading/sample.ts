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
