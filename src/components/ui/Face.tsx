import type { ReactNode } from 'react'

export interface TriggerProps {
  readonly className: string
  readonly 'aria-label'?: string | undefined
  readonly 'data-hint'?: string | undefined
}

/** What happened to a button before the code behind it was there. */
export interface Touched {
  readonly pressed: boolean
  readonly focused: boolean
}

export const UNTOUCHED: Touched = { pressed: false, focused: false }

interface Props extends TriggerProps {
  readonly opens: 'menu' | 'dialog'
  readonly children: ReactNode
  readonly onTouch: (touched: Partial<Touched>) => void
}

/** The button of a menu or a popover before the code of that is there. */
export function Face({ opens, onTouch, children, ...trigger }: Props) {
  return (
    <button
      type="button"
      aria-haspopup={opens}
      aria-expanded="false"
      onClick={() => onTouch({ pressed: true })}
      onFocus={() => onTouch({ focused: true })}
      onBlur={() => onTouch({ focused: false })}
      {...trigger}
    >
      {children}
    </button>
  )
}
