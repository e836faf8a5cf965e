import { Menu } from '@base-ui/react/menu'
import type { MenuFaceProps } from './MenuFace'

interface Props extends MenuFaceProps {
  readonly defaultOpen: boolean
  readonly align: 'start' | 'end'
  readonly label: string
}

/** The menu itself. Fetched after the first picture. */
export default function MenuShell({ defaultOpen, align, label, face, items, ...trigger }: Props) {
  return (
    <Menu.Root modal={false} defaultOpen={defaultOpen}>
      <Menu.Trigger {...trigger}>{face}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align={align} collisionPadding={8} className="popup-place">
          <Menu.Popup className="popup menu" aria-label={label}>
            {items(Menu)}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
