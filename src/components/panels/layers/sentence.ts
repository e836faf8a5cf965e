import { formatValue } from '../../../charts'
import { noNoise } from '../reading/noise'
import { capital } from '../reading/numbers'
import { type View, vectorOf } from '../reading/view'
import { apartSentence } from './apart'
import { layerName } from './names'

/** A part of the whole: "50 %". */
export const share = (part = Number.NaN) => `${formatValue(100 * part, 2)} %`

/** Which layer has the largest share, counted from 1; 0 where there is none. */
export const largestLayer = (values: Float64Array) => values.indexOf(Math.max(...values)) + 1

/** Which layers have the largest parts, and which work against the others. */
export function layersSentence(view: View): string {
  const arm = view.selected
  if (!arm) return noNoise(view)
  const [G, mu] = [vectorOf(view, arm, 'layer_G'), vectorOf(view, arm, 'layer_mu')]
  const [k, l] = [largestLayer(G), largestLayer(mu)]
  if (k === 0) return noNoise(view)
  const first = `${capital(layerName(view, k))} has ${share(G[k - 1])} of Tr G`
  const apart = apartSentence(view, arm)
  if (l === 0) return `${first}.${apart}`
  const numerator = `${share(mu[l - 1])} of ${arm.label}’s Tr(ΣG), the numerator of μ`
  const below = [...mu].flatMap((v, i) => (v < 0 ? [i + 1] : []))
  const against = below.length > 0 ? ` Layer ${below.join(' and ')} works against the others: a part below zero.` : ''
  return `${first} and ${k === l ? '' : `${layerName(view, l)} `}${numerator}.${against}${apart}`
}
