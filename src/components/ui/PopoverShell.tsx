/** The part of a popover that is fetched: see LazyPopover. */
import { Popover } from '@base-ui/react/popover'
import { type ReactNode, useRef } from 'react'
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
  readonly children: ReactNode
}

const BESIDE = {
  side: 'right',
  align: 'start',
  sideOffset: 4,
  collisionAvoidance: { side: 'flip', align: 'shift', fallbackAxisSide: 'end' },
} as const

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
  const button = useRef<HTMLButtonElement>(null)
  const place = beside ? ({ ...BESIDE, anchor: () => button.current?.closest(beside) ?? null } as const) : { align, sideOffset: 6 }
  return (
    <Popover.Root defaultOpen={touched.pressed}>
      <Popover.Trigger ref={button} {...trigger} autoFocus={touched.focused.current && !touched.pressed}>
        {face}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="popup-place" collisionPadding={8} {...place}>
          <Popover.Popup className={`popup ${popup}`}>
            <Popover.Title className="popup-title">{title}</Popover.Title>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
