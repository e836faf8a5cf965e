import { Suspense, useRef, useState } from 'react'
import { deferred } from './deferred'
import { Face } from './Face'
import type { PopoverProps } from './PopoverShell'

const PopoverShell = deferred(() => import('./PopoverShell'))

/** A button that opens a popover; pressed before the popover's code is there, it opens as soon as it is. */
export function LazyPopover({ title, popup, align = 'start', face, children, ...trigger }: PopoverProps) {
  const [pressed, setPressed] = useState(false)
  const focused = useRef(false)
  const before = (
    <Face opens="dialog" focused={focused} onPress={() => setPressed(true)} {...trigger}>
      {face}
    </Face>
  )
  return (
    <Suspense fallback={before}>
      <PopoverShell {...trigger} title={title} popup={popup} align={align} face={face} touched={{ pressed, focused }}>
        {children}
      </PopoverShell>
    </Suspense>
  )
}
