/** A popover whose code is fetched after the first picture; use it like any other popover. */
import { useRef, useState } from 'react'
import { deferred } from './deferred'
import type { PopoverProps } from './PopoverShell'
import { Trigger } from './Trigger'

const PopoverShell = deferred(() => import('./PopoverShell'))

/** A button that opens a popover; pressed before the popover's code is there, it opens as soon as it is. */
export function LazyPopover({ title, popup, align = 'start', beside, face, children, ...trigger }: PopoverProps) {
  const [pressed, setPressed] = useState(false)
  const focused = useRef(false)
  const before = (
    <Trigger opens="dialog" focused={focused} onPress={() => setPressed(true)} {...trigger}>
      {face}
    </Trigger>
  )
  return (
    <PopoverShell
      before={before}
      {...trigger}
      title={title}
      popup={popup}
      align={align}
      beside={beside}
      face={face}
      touched={{ pressed, focused }}
    >
      {children}
    </PopoverShell>
  )
}
