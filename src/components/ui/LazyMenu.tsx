import { Suspense, useState } from 'react'
import { deferred } from './deferred'
import { Face, UNTOUCHED } from './Face'
import type { MenuProps } from './MenuShell'

const MenuShell = deferred(() => import('./MenuShell'))

/** A button that opens a menu; pressed before the menu's code is there, it opens as soon as it is. */
export function LazyMenu({ label, align = 'start', face, items, ...trigger }: MenuProps) {
  const [touched, setTouched] = useState(UNTOUCHED)
  const before = (
    <Face opens="menu" onTouch={now => setTouched({ ...touched, ...now })} {...trigger}>
      {face}
    </Face>
  )
  return (
    <Suspense fallback={before}>
      <MenuShell {...trigger} face={face} items={items} label={label} align={align} touched={touched} />
    </Suspense>
  )
}
