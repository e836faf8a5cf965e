import { Suspense, useState } from 'react'
import { deferred } from './deferred'
import { Face, UNTOUCHED } from './Face'
import type { PopoverProps } from './PopoverShell'

const PopoverShell = deferred(() => import('./PopoverShell'))

/** A button that opens a popover; pressed before the popover's code is there, it opens as soon as it is. */
export function LazyPopover({ title, popup, align = 'start', face, children, ...trigger }: PopoverProps) {
  const [touched, setTouched] = useState(UNTOUCHED)
  const before = (
    <Face opens="dialog" onTouch={now => setTouched({ ...touched, ...now })} {...trigger}>
      {face}
    </Face>
  )
  return (
    <Suspense fallback={before}>
      <PopoverShell {...trigger} title={title} popup={popup} align={align} face={face} touched={touched}>
        {children}
      </PopoverShell>
    </Suspense>
  )
}
