/** The button of a menu or popover while its code is on the way. */
import type { ReactNode, RefObject } from 'react'

export interface TriggerProps {
  readonly className: string
  readonly 'aria-label'?: string | undefined
  readonly 'data-hint'?: string | undefined
}

/** What happened to a button before the code behind it was there. */
export interface Touched {
  readonly pressed: boolean
  /** Held outside the state: a render between press and release would put the menu under the hand and lose the click. */
  readonly focused: RefObject<boolean>
}

interface Props extends TriggerProps {
  readonly opens: 'menu' | 'dialog'
  readonly children: ReactNode
  readonly focused: RefObject<boolean>
  readonly onPress: () => void
}

/** The button of a menu or a popover before the code of that is there. */
export function Trigger({ opens, focused, onPress, children, ...trigger }: Props) {
  return (
    <button
      type="button"
      aria-haspopup={opens}
      aria-expanded="false"
      onClick={onPress}
      onFocus={() => {
        focused.current = true
      }}
      onBlur={() => {
        focused.current = false
      }}
      {...trigger}
    >
      {children}
    </button>
  )
}
