import { number } from '../reading/numbers'
import type { View } from '../reading/view'
import { type Comparison, comparedEntries } from './entries'

/** The fitted power with its error: "1.02 ± 0.03". */
export const gamma = ({ law }: Comparison) => (law ? `${law.line.slope.toFixed(2)} ± ${law.line.slopeError.toFixed(2)}` : '–')

/** Where a power stands to the range from 1 to 2, give or take. */
function rangeWords(power: number, margin: number): string {
  if (power < 1 - margin || power > 2 + margin) return 'outside'
  return power < 1 + margin || power > 2 - margin ? 'at the border of' : 'inside'
}

/** The three powers, and which of the two claims leaves less scatter. */
export function diagonalsSentence(view: View): string {
  const at = comparedEntries(view)
  if (!at) return 'Waiting for the run to end: the entries are compared at its last step.'
  const { twoLG, H, h2 } = at
  const [best] = [twoLG, h2]
    .flatMap(({ law, label }) => (law ? [{ label, scatter: law.scatter }] : []))
    .sort((a, b) => a.scatter - b.scatter)
  const claim = H.law && rangeWords(H.law.line.slope, 2 * H.law.line.slopeError)
  return (
    `diag Σ grows as diag H to the power ${gamma(H)}` +
    (claim ? `, ${claim} the published range from 1 to 2` : '') +
    `; as 2L·diag G to the power ${gamma(twoLG)}, as diag E[h²] to the power ${gamma(h2)}. ` +
    (best ? `${best.label} leaves the least scatter, a factor of ${number(Math.exp(best.scatter))}.` : '')
  )
}
