import { formatValue } from '../../../charts'
import { capital, number } from '../reading/numbers'
import type { View } from '../reading/view'
import { countedRows } from './counts'

/** Which noise finds the flat basin most often, and which least. */
export function successSentence(view: View): string {
  const [first, ...others] = countedRows(view).filter(r => r.repeats > 0)
  if (!first) return 'Nothing has been counted yet.'
  const best = others.reduce((a, b) => (b.rate > a.rate ? b : a), first)
  const worst = others.reduce((a, b) => (b.rate < a.rate ? b : a), first)
  const share = (rate: number) => `${formatValue(100 * rate, 2)} %`
  if (best.rate === worst.rate) return `Every noise counted so far has found the flat basin in ${share(best.rate)} of its repeats.`
  return `${capital(best.label)}: ${share(best.rate)} of ${number(best.repeats)} repeats reach the flat basin; ${worst.label}: ${share(worst.rate)}.`
}
