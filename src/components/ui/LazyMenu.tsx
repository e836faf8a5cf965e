import { Suspense, useRef, useState } from 'react'
import { deferred } from './deferred'
import { Face } from './Face'
import type { MenuProps } from './MenuShell'

const MenuShell = deferred(() => import('./MenuShell'))

/** A button that opens a menu; pressed before the menu's code is there, it opens as soon as it is. */
export function LazyMenu({ label, align = 'start', face, items, ...trigger }: MenuProps) {
  const [pressed, setPressed] = useState(false)
  const focused = useRef(false)
  const before = (
    <Face opens="menu" focused={focused} onPress={() => setPressed(true)} {...trigger}>
      {face}
    </Face>
  )
  return (
    <Suspense fallback={before}>
      <MenuShell {...trigger} face={face} items={items} label={label} align={align} touched={{ pressed, focused }} />
    </Suspense>
  )
}
