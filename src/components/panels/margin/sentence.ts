import { formatValue } from '../../../charts'
import { list, nth } from '../reading/numbers'
import { partsOf } from '../reading/studies'
import type { View } from '../reading/view'
import { DESCENT_NAMES, type End, type Report, reportsOf } from './reports'

const NO_MARGIN: Readonly<Record<End, string>> = {
  inseparable: 'No plane through the origin separates these classes, so there is no margin to maximize.',
  outputs: 'The margin is defined for two classes: this scenario has several outputs.',
  large: 'The margin is computed for at most 400\u2009000 entries of data.',
}

const lastGap = ({ gaps }: Report) => gaps.at(-1) ?? Number.NaN

/** A course that has come to a halt: it lost less than a tenth over the second half of its steps. */
function stalls(report: Report): boolean {
  const { steps, gaps } = report
  const half = steps.findIndex(t => t >= (steps.at(-1) ?? 0) / 2)
  return lastGap(report) > 0.9 * nth(gaps, half)
}

/** A rate with its error. */
export const rated = (value: number, error: number) => `${formatValue(value)} ± ${formatValue(error, 1)}`

/** What the late part of a course says of the published rate: whether it is that, and the rate. */
function rateVerdict(report: Report): { published: boolean; text: string } {
  const { kind, fits } = report
  const name = DESCENT_NAMES[kind]
  const [best] = fits
  if (!best) return { published: false, text: `${name} has too few steps` }
  const power = fits.find(f => f.law === 'power')
  const asPower = power ? `${name} t^−(${rated(power.rate, power.error)})` : `${name} ${best.law}`
  if (kind === 'gd') {
    const published = best.law === 'logarithmic'
    return { published, text: published ? `${name} 1/log t` : asPower }
  }
  if (kind === 'ngd') return { published: best.law === 'power' && Math.abs(best.rate - 1) < Math.max(0.1, 2 * best.error), text: asPower }
  if (stalls(report) && lastGap(report) > 1e-10) return { published: false, text: `${name} stalls` }
  if (best.law !== 'exponential') return { published: false, text: asPower }
  return { published: true, text: `${name} e^−${formatValue(best.rate, 2)}t` }
}

/** Which descents are as published. What is not reproduced comes first: a narrow panel cuts the end. */
export function marginSentence(view: View): string {
  const end = partsOf(view, 'margin').find(part => part.end !== null)?.end
  if (end) return NO_MARGIN[end]
  const verdicts = reportsOf(view).map(rateVerdict)
  if (verdicts.length === 0) return 'Waiting for the first steps.'
  const told = (published: boolean, lead: string) => {
    const texts = verdicts.filter(v => v.published === published).map(v => v.text)
    return texts.length > 0 ? `${lead} ${list(texts)}.` : ''
  }
  return [told(false, 'Not as published:'), told(true, 'As published:')].filter(Boolean).join(' ')
}
