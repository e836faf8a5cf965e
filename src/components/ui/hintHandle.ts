import { Tooltip } from '@base-ui/react/tooltip'

export interface HintText {
  readonly text: string
  readonly side: 'bottom' | 'right'
}

/** The one tooltip of the page: every trigger opens it with its own text. */
export const hintHandle = Tooltip.createHandle<HintText>()
