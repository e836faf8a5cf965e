/** The part of a menu that is fetched: see LazyMenu. */
import { Menu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import { showGuards } from './guards'
import type { Touched, TriggerProps } from './Trigger'

export interface MenuProps extends TriggerProps {
  readonly label: string
  readonly align?: 'start' | 'end'
  /** What the button shows. */
  readonly face: ReactNode
  /** What the menu holds, made of the menu's own parts. */
  readonly items: (parts: typeof Menu) => ReactNode
}

showGuards()

/** The menu itself. Fetched after the first picture. */
export default function MenuShell({ touched, align, label, face, items, ...trigger }: MenuProps & { touched: Touched }) {
  return (
    <Menu.Root modal={false} defaultOpen={touched.pressed}>
      <Menu.Trigger {...trigger} autoFocus={touched.focused.current && !touched.pressed}>
        {face}
      </Menu.Trigger>
      {/* Outside of the page's own landmarks it is one. */}
      <Menu.Portal role="region" aria-label={label}>
        <Menu.Positioner sideOffset={6} align={align} collisionPadding={8} className="popup-place">
          <Menu.Popup className="popup menu" aria-label={label}>
            {items(Menu)}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
