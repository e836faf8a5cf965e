import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { hintHandle } from './hintHandle'

/** Gives an element a tooltip on hover and on keyboard focus. */
export function Hint({ text, children }: { text: string; children: ReactElement }) {
  return <Tooltip.Trigger handle={hintHandle} payload={text} render={children} closeOnClick />
}
