import { Tooltip } from '@base-ui/react/tooltip'
import { type ReactElement, useMemo } from 'react'
import { type HintText, hintHandle } from './hintHandle'

interface Props {
  readonly text: string
  /** Where it appears if there is room. */
  readonly side?: HintText['side']
  readonly children: ReactElement
}

/** Gives an element a tooltip on hover and on keyboard focus. */
export function Hint({ text, side = 'bottom', children }: Props) {
  const payload = useMemo(() => ({ text, side }), [text, side])
  return <Tooltip.Trigger handle={hintHandle} payload={payload} render={children} />
}
