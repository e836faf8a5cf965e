/** A button without text. Its label is its name for screen readers and its tooltip. */
import type { ComponentProps } from 'react'
import { Hint } from './Hint'

interface Props extends Omit<ComponentProps<'button'>, 'type'> {
  readonly label: string
  /** More than the name, for the tooltip; a key in brackets, say. */
  readonly hint?: string
}

/** A button that shows a picture: its name is spoken and appears as a tooltip. */
export function IconButton({ label, hint = label, className = '', ...rest }: Props) {
  return (
    <Hint text={hint}>
      <button type="button" aria-label={label} className={`icon-button ${className}`} {...rest} />
    </Hint>
  )
}
