/** A menu whose code is fetched after the first picture; use it like any other menu. */
import { useRef, useState } from 'react'
import { deferred } from './deferred'
import type { MenuProps } from './MenuShell'
import { Trigger } from './Trigger'

const MenuShell = deferred(() => import('./MenuShell'))

/** A button that opens a menu; pressed before the menu's code is there, it opens as soon as it is. */
export function LazyMenu({ label, align = 'start', face, items, ...trigger }: MenuProps) {
  const [pressed, setPressed] = useState(false)
  const focused = useRef(false)
  const before = (
    <Trigger opens="menu" focused={focused} onPress={() => setPressed(true)} {...trigger}>
      {face}
    </Trigger>
  )
  return <MenuShell before={before} {...trigger} face={face} items={items} label={label} align={align} touched={{ pressed, focused }} />
}
