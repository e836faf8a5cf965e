/** The part of a popover that is fetched: see LazyPopover. */
import { Popover } from '@base-ui/react/popover'
import type { ReactNode } from 'react'
import type { Touched, TriggerProps } from './Trigger'

export interface PopoverProps extends TriggerProps {
  readonly title: string
  /** Class of what opens. */
  readonly popup: string
  readonly align?: 'start' | 'end'
  /** What the button shows. */
  readonly face: ReactNode
  readonly children: ReactNode
}

/** The popover itself. Fetched after the first picture. */
export default function PopoverShell({ title, popup, align, face, touched, children, ...trigger }: PopoverProps & { touched: Touched }) {
  return (
    <Popover.Root defaultOpen={touched.pressed}>
      <Popover.Trigger {...trigger} autoFocus={touched.focused.current && !touched.pressed}>
        {face}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="popup-place" sideOffset={6} align={align} collisionPadding={8}>
          <Popover.Popup className={`popup ${popup}`}>
            <Popover.Title className="popup-title">{title}</Popover.Title>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
