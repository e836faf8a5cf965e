import type { Scope } from '../../store'
import { viewOf } from '../panels/reading/view'
import { liveValue, termsIn } from './glossary'

/** A symbol explained in a tooltip; `value` is "SGD: 1.08", '' where there is none. */
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
  const { scenario, selectedArm } = store.getState()
  const view = viewOf(traces, scenario, selectedArm)
  return termsIn(text)
    .slice(0, MOST)
    .map(term => {
      const [symbol = ''] = term.symbols
      const value = liveValue(term, view)
      return {
        symbol,
        name: term.name === symbol ? '' : term.name,
        meaning: term.meaning,
        value: value && `${view.selected?.label}: ${value}`,
      }
    })
}
