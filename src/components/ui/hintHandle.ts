import { Tooltip } from '@base-ui/react/tooltip'

/** The one tooltip of the page: every trigger opens it with its own text. */
export const hintHandle = Tooltip.createHandle<string>()
