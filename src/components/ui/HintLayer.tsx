/** Shows the tooltips of the whole page. There is one of it, and it asks only for `data-hint` and `data-hint-cut`. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { hintOf, hintText } from './hintText'
import { placeHint } from './placeHint'

const DELAY = 500
/** After a hint was open, the next one follows at once. */
const GRACE = 300

interface Open {
  readonly target: Element
  readonly text: string
}

/**
 * The page's one tooltip: for any element with a hint or with text that is cut off, on hover and on keyboard focus. Escape closes it, and the
 * pointer may move onto it.
 */
export default function HintLayer() {
  const [open, setOpen] = useState<Open | null>(null)
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let timer = 0
    let current: Element | null = null
    let closedAt = -GRACE
    const show = (target: Element, delay: number) => {
      if (target === current) return clearTimeout(timer)
      hide()
      current = target
      timer = window.setTimeout(() => {
        const text = hintText(target)
        if (text) setOpen({ target, text })
      }, delay)
    }
    const hide = () => {
      clearTimeout(timer)
      if (current) closedAt = performance.now()
      current = null
      setOpen(null)
    }
    const over = (event: PointerEvent) => {
      if (event.pointerType !== 'mouse' || event.buttons) return
      if (box.current?.contains(event.target as Node)) return clearTimeout(timer)
      const target = hintOf(event.target)
      if (target) show(target, performance.now() - closedAt < GRACE ? 0 : DELAY)
      else if (current) {
        clearTimeout(timer)
        timer = window.setTimeout(hide, 80)
      }
    }
    const focus = (event: FocusEvent) => {
      const target = hintOf(event.target)
      if (target && (event.target as Element).matches(':focus-visible')) show(target, DELAY)
      else hide()
    }
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide()
    }
    const listeners: [string, (event: never) => void][] = [
      ['pointerover', over],
      ['pointerdown', hide],
      ['focusin', focus],
      ['focusout', hide],
      ['keydown', key],
      ['scroll', hide],
    ]
    for (const [type, listener] of listeners) document.addEventListener(type, listener as EventListener, true)
    return () => {
      clearTimeout(timer)
      for (const [type, listener] of listeners) document.removeEventListener(type, listener as EventListener, true)
    }
  }, [])

  useLayoutEffect(() => {
    if (!open || !box.current) return
    const { x, y } = placeHint(open.target.getBoundingClientRect(), box.current.getBoundingClientRect(), {
      width: innerWidth,
      height: innerHeight,
      right: open.target.getAttribute('data-hint-side') === 'right',
    })
    box.current.style.transform = `translate(${x}px, ${y}px)`
    const focused = document.activeElement
    if (!focused || !open.target.contains(focused) || focused.hasAttribute('aria-describedby')) return
    focused.setAttribute('aria-describedby', 'hint')
    return () => focused.removeAttribute('aria-describedby')
  }, [open])

  if (!open) return null
  return (
    <div ref={box} id="hint" role="tooltip" className="hint">
      {open.text}
    </div>
  )
}
