import type { Menu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'

export interface MenuFaceProps {
  readonly className: string
  readonly 'aria-label'?: string | undefined
  readonly 'data-hint'?: string | undefined
  /** What the button shows. */
  readonly face: ReactNode
  /** What the menu holds, made of the menu's own parts. */
  readonly items: (parts: typeof Menu) => ReactNode
}

/** A menu's button before the menu's code is there. */
export function MenuFace({ face, items: _, onOpen, ...trigger }: MenuFaceProps & { onOpen: () => void }) {
  return (
    <button type="button" aria-haspopup="menu" aria-expanded="false" onClick={onOpen} {...trigger}>
      {face}
    </button>
  )
}
