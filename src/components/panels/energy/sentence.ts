import { noNoise } from '../reading/noise'
import { list, percent } from '../reading/numbers'
import { type ArmView, entryOf, type View } from '../reading/view'

/** Share of an arm's energy up to direction k, from D_k. */
export function sharpShare(view: View, arm: ArmView, k: number): number {
  return 1 / (1 + entryOf(view, arm, 'D', k))
}

/** How much of each arm's loss the k sharpest directions hold. */
export function energySentence(view: View, k: number): string {
  const parts = view.arms.flatMap(arm => {
    const share = sharpShare(view, arm, k)
    return Number.isFinite(share) ? [`${percent(share)} of ${arm.label}’s`] : []
  })
  const who = k === 1 ? 'The sharpest direction holds' : `The ${k} sharpest directions hold`
  return parts.length > 0 ? `${who} ${list(parts)} loss.` : noNoise(view)
}
