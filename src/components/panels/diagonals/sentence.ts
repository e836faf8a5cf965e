import { number } from '../reading/numbers'
import type { View } from '../reading/view'
import { type ArmEntries, type Comparison, comparedEntries } from './entries'

/** The fitted power with its error: "1.02 ± 0.03". */
export const gamma = ({ law }: Comparison) => (law ? `${law.line.slope.toFixed(2)} ± ${law.line.slopeError.toFixed(2)}` : '–')

/** A power along eigenvectors of H, with what it was fitted over. */
export function lawWords({ layer, count, fit }: ArmEntries['laws'][number]): string {
  const power = fit ? `${fit.line.slope.toFixed(2)} ± ${fit.line.slopeError.toFixed(2)}` : '–'
  return `${layer === 0 ? 'all layers' : `layer ${layer}`}, top ${count}: ${power}`
}

/** Where the published range from 1 to 2 was measured: single layers, over at least so many eigenvalues of H. */
const PUBLISHED = 200

/** Of the layers that are read as the published range was, those whose power is outside it by more than two errors. */
export function claimWords({ laws }: Pick<ArmEntries, 'laws'>): string {
  const read = laws.filter(({ layer, count }) => layer > 0 && count >= PUBLISHED)
  if (read.length === 0) return ''
  const beyond = read.filter(
    ({ fit }) => fit && (fit.line.slope + 2 * fit.line.slopeError < 1 || fit.line.slope - 2 * fit.line.slopeError > 2),
  )
  return beyond.length === 0
    ? ' Layer by layer along the eigenvectors of H no power is outside the published range from 1 to 2.'
    : ` Along the eigenvectors of H outside the published range from 1 to 2: ${beyond.map(lawWords).join('; ')}.`
}

/** The power depends on it. */
export const lossOf = ({ scenario }: View) => (scenario.model.loss === 'squared' ? 'squared loss' : 'cross-entropy')

/** The three powers, and which of the two claims leaves less scatter. */
export function diagonalsSentence(view: View): string {
  const at = comparedEntries(view)
  if (!at) return 'Waiting for the run to end: the entries are compared at its last step.'
  const { twoLG, H, h2 } = at
  const [best] = [twoLG, h2]
    .flatMap(({ law, label }) => (law ? [{ label, scatter: law.scatter }] : []))
    .sort((a, b) => a.scatter - b.scatter)
  return (
    `With ${lossOf(view)}, in parameters and all layers together, diag Σ grows as diag H to the power ${gamma(H)}; as 2L·diag G to the power ${gamma(twoLG)}, as diag E[h²] to the power ${gamma(h2)}. ` +
    (best ? `${best.label} leaves the least scatter, a factor of ${number(Math.exp(best.scatter))}.` : '') +
    claimWords(at)
  )
}
