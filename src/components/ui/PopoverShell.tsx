/** The part of a popover that is fetched: see LazyPopover. */
import { Popover } from '@base-ui/react/popover'
import { type ReactNode, useRef, useState } from 'react'
import { showGuards } from './guards'
import type { Touched, TriggerProps } from './Trigger'

export interface PopoverProps extends TriggerProps {
  readonly title: string
  /** Class of what opens. */
  readonly popup: string
  readonly align?: 'start' | 'end'
  /** A selector of what the popover opens beside, around the button; it then covers nothing of that where there is room elsewhere. */
  readonly beside?: string | undefined
  /** What the button shows. */
  readonly face: ReactNode
  /** What it holds; a function is given what closes it. */
  readonly children: ReactNode | ((close: () => void) => ReactNode)
}

const BESIDE = {
  side: 'right',
  align: 'start',
  sideOffset: 4,
  collisionAvoidance: { side: 'flip', align: 'shift', fallbackAxisSide: 'end' },
} as const

showGuards()

/** The popover itself. Fetched after the first picture. */
export default function PopoverShell({
  title,
  popup,
  align,
  beside,
  face,
  touched,
  children,
  ...trigger
}: PopoverProps & { touched: Touched }) {
  const [open, setOpen] = useState(touched.pressed)
  const button = useRef<HTMLButtonElement>(null)
  const place = beside ? ({ ...BESIDE, anchor: () => button.current?.closest(beside) ?? null } as const) : { align, sideOffset: 6 }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger ref={button} {...trigger} autoFocus={touched.focused.current && !touched.pressed}>
        {face}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="popup-place" collisionPadding={8} {...place}>
          {/* What is read alone is scrolled by keys. */}
          <Popover.Popup className={`popup ${popup}`} {...(beside && { tabIndex: 0 })}>
            <Popover.Title className="popup-title">{title}</Popover.Title>
            {typeof children === 'function' ? children(() => setOpen(false)) : children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
