import type { Scope } from '../../store'
import { viewOf } from '../panels/reading/view'
import { liveValue, termsIn } from './glossary'
import { meaningIn } from './meanings'

/** A symbol explained in a tooltip; `value` is "SGD: 1.08", "SGD at step 120: 1.08" where the bar does not stand there, '' where there is none. */
export interface TermLine {
  readonly symbol: string
  readonly name: string
  readonly meaning: string
  readonly value: string
}

/** More would hide what they explain. */
const MOST = 5

/** The symbols in a text of the page, with the values of the selected arm at the step shown. */
export function termLines(text: string, { traces, store }: Scope): TermLine[] {
  const { scenario, selectedArm, step, status } = store.getState()
  const view = viewOf(traces, scenario, selectedArm)
  return termsIn(text)
    .slice(0, MOST)
    .map(term => {
      const [symbol = ''] = term.symbols
      return {
        symbol,
        name: term.name === symbol ? '' : term.name,
        meaning: meaningIn(term, scenario),
        value: liveValue(term, view, { step, running: status === 'running' }),
      }
    })
}
