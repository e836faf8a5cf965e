import { countedPercent, list, percent } from '../reading/numbers'
import { type ArmView, entryOf, type View } from '../reading/view'

/** "1 hop", "2 hops". */
export const hopsWords = (hops: number) => `${hops} ${hops === 1 ? 'hop' : 'hops'}`

/** Numbers of hops that are measured. */
export const hopCount = (view: View) => view.columns?.widths.accuracy ?? 0

const accuracies = (view: View, arm: ArmView) => Array.from({ length: hopCount(view) }, (_, h) => entryOf(view, arm, 'accuracy', h + 1))

/** What share of the questions each arm answers, against guessing. */
export function answersSentence(view: View): string {
  const said = view.arms.flatMap(arm => {
    const shares = accuracies(view, arm)
    if (shares.some(Number.isNaN)) return []
    return [`${arm.label} answers ${list(shares.map((share, h) => `${countedPercent(share)} of ${hopsWords(h + 1)}`))}`]
  })
  if (said.length === 0) return 'No question is left that was not trained on.'
  return `Of the unseen questions ${list(said)}; guessing gives ${percent(1 / view.scenario.data.symbols)}.`
}
