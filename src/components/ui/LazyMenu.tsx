import { Suspense, useState } from 'react'
import { deferred } from './deferred'
import { MenuFace, type MenuFaceProps } from './MenuFace'

interface Props extends MenuFaceProps {
  readonly label: string
  readonly align?: 'start' | 'end'
}

const MenuShell = deferred(() => import('./MenuShell'))

/** A button that opens a menu; pressed before the menu's code is there, it opens as soon as it is. */
export function LazyMenu({ label, align = 'start', ...rest }: Props) {
  const [pressed, setPressed] = useState(false)
  return (
    <Suspense fallback={<MenuFace {...rest} onOpen={() => setPressed(true)} />}>
      <MenuShell {...rest} label={label} align={align} defaultOpen={pressed} />
    </Suspense>
  )
}
