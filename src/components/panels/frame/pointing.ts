/** What a chart needs once it is pointed at: fetched after the first picture. */
import type { Scenario } from '../../../scenario'
import { termsIn } from '../../learn/glossary'
import { meaningIn } from '../../learn/meanings'

export { attachBrush } from './axes/brush'
export { attachGestures } from './gestures'
export { onKey } from './keys'
export { withMeans } from './means'
export { placeTip, writeTip } from './tip'

/** What a symbol is and means, "μ, loss alignment: …"; '' where no term explains it. */
export function sayingOf(symbol: string, scenario: Scenario): string {
  const [term] = termsIn(symbol)
  if (!term) return ''
  return `${symbol}${term.name === symbol ? '' : `, ${term.name}`}: ${meaningIn(term, scenario)}`
}
