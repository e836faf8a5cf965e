/** Shows the tooltips of the whole page. There is one of it, and it asks only for `data-hint` and `data-hint-cut`. */
import './hint.css'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { TermLine } from '../learn/termLines'
import { Rich } from '../panels/frame/Rich'
import { Ticker } from '../panels/frame/ticker'
import { useScope } from '../scope'
import { hintOf, hintText, isCut, TERMED } from './hintText'
import { placeHint } from './placeHint'

const DELAY = 500
/** After a hint was open, the next one follows at once. */
const GRACE = 300

interface Open {
  readonly target: Element
  readonly text: string
  /** The symbols in it, explained. */
  readonly terms: readonly TermLine[]
  /** The same with the values of another moment. */
  readonly again: () => readonly TermLine[]
}

/** What has opened says itself what the hint says, and the hint would lie over it. */
const isOpener = (target: Element) => target.matches('[aria-expanded=true]') || target.querySelector('[aria-expanded=true]') !== null

/** Milliseconds for which values stand still while the run goes on. */
const PAUSE = 1000

/**
 * The page's one tooltip: for any element with a hint or with text that is cut off, on hover and on keyboard focus, and for cut text at a
 * tap; with the meaning and value of the symbols that a panel's title, value, sentence or legend names. Escape closes it, and the pointer may move onto it.
 */
export default function HintLayer() {
  const [open, setOpen] = useState<Open | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const scope = useScope()

  useEffect(() => {
    let timer = 0
    let current: Element | null = null
    let closedAt = -GRACE
    const show = (target: Element, delay: number) => {
      if (target === current) return clearTimeout(timer)
      hide()
      current = target
      timer = window.setTimeout(async () => {
        const text = hintText(target)
        // Without the network the text stands alone.
        const code = target.matches(TERMED) ? await import('../learn/termLines').catch(() => undefined) : undefined
        const named = target.textContent ?? ''
        const again = () => code?.termLines(named, scope) ?? []
        const terms = again()
        if (target === current && !isOpener(target) && (text || terms.length > 0)) setOpen({ target, text, terms, again })
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
    const tap = (event: MouseEvent) => {
      const target = hintOf(event.target)
      if (target?.matches(`[data-hint-cut], ${TERMED}`)) show(target, 0)
    }
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide()
    }
    const listeners: [string, (event: never) => void][] = [
      ['pointerover', over],
      ['pointerdown', hide],
      ['focusin', focus],
      ['focusout', hide],
      ['click', tap],
      ['keydown', key],
      ['scroll', hide],
    ]
    for (const [type, listener] of listeners) document.addEventListener(type, listener as EventListener, true)
    const stop = reachCut()
    return () => {
      clearTimeout(timer)
      stop()
      for (const [type, listener] of listeners) document.removeEventListener(type, listener as EventListener, true)
    }
  }, [scope])

  const valued = open !== null && open.terms.length > 0
  useEffect(() => {
    if (!valued) return
    const { traces, store } = scope
    const ticker = new Ticker(PAUSE)
    const stops = [
      traces.subscribe(() => ticker.flow()),
      store.subscribe((now, was) => (now.status !== was.status || (now.status !== 'running' && now.step !== was.step)) && ticker.poke()),
      ticker.subscribe(() => setOpen(now => now && { ...now, terms: now.again() })),
    ]
    return () => {
      for (const stop of stops) stop()
      ticker.stop()
    }
  }, [valued, scope])

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
    <div ref={box} id="hint" className="hint" data-terms={open.terms.length > 0 || undefined}>
      {open.text && <div role="tooltip">{open.text}</div>}
      {open.terms.length > 0 && (
        <dl>
          {open.terms.map(({ symbol, name, meaning, value }) => (
            <div key={symbol}>
              <dt>
                <Rich text={`${symbol} ${name}`} />
              </dt>
              <dd>
                <Rich text={meaning} />
                {value && <b> {value}</b>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

/** Milliseconds between two looks at what is cut, as long as the page changes. */
const LOOK = 500

/** Puts text that is cut off into the order of the Tab key for as long as it is; returns how to end. */
function reachCut(): () => void {
  let timer = 0
  const look = () => {
    timer = 0
    const all = [...document.querySelectorAll<HTMLElement>('[data-hint-cut]:not(input, select)')].map(element => ({
      element,
      cut: isCut(element),
    }))
    for (const { element, cut } of all) {
      if (cut && element.tabIndex < 0 && !element.closest('button, a')) element.tabIndex = 0
      else if (!cut && element !== document.activeElement) element.removeAttribute('tabindex')
    }
  }
  const soon = () => {
    timer ||= window.setTimeout(look, LOOK)
  }
  const texts = new MutationObserver(soon)
  const sizes = new ResizeObserver(soon)
  texts.observe(document.body, { subtree: true, childList: true, characterData: true })
  sizes.observe(document.body)
  soon()
  return () => {
    clearTimeout(timer)
    texts.disconnect()
    sizes.disconnect()
  }
}
