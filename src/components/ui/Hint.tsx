/** Tooltips: wrap an element in `Hint`, or give it `data-hint`; HintLayer shows it. */
import { cloneElement, type ReactElement } from 'react'

interface Props {
  readonly text: string
  /** Where it appears if there is room. */
  readonly side?: 'bottom' | 'right'
  readonly children: ReactElement<Record<string, unknown>>
}

/** Gives an element a tooltip on hover and on keyboard focus; HintLayer shows it. */
export function Hint({ text, side = 'bottom', children }: Props) {
  return cloneElement(children, { 'data-hint': text, 'data-hint-side': side })
}
