/** What the tour leaves as it is on the elements that it points at, and where the Tab key goes while it is on. */

/** What the library writes on an element that it points at, and takes away from it. */
const MARKS = ['aria-haspopup', 'aria-expanded', 'aria-controls'] as const

/** Keeps these attributes of elements as they are now; returns how to put them back. */
export function keepMarks(elements: Iterable<Element>): () => void {
  const kept = [...elements].flatMap(element => MARKS.map(name => ({ element, name, value: element.getAttribute(name) })))
  return () => {
    for (const { element, name, value } of kept) {
      if (value === null) element.removeAttribute(name)
      else element.setAttribute(name, value)
    }
  }
}

const TABBABLE = 'a[href], button, input, select, textarea, summary, [tabindex]'

/** Whether the Tab key comes to an element. */
const isReached = (element: HTMLElement) => element.tabIndex >= 0 && !element.matches(':disabled') && (element.checkVisibility?.() ?? true)

/** Where Tab leads from one of the elements to be reached, round and round; from elsewhere to the first or last. */
export function nextStop<T>(all: readonly T[], from: T | null, back: boolean): T | undefined {
  const at = from === null ? -1 : all.indexOf(from)
  if (at < 0) return back ? all.at(-1) : all[0]
  return all.at((at + (back ? -1 : 1)) % all.length)
}

/** Keeps Tab among what is in `places`; from within something else, a dialog over the page, it goes as ever. */
export function loopTab(event: KeyboardEvent, places: Iterable<Element>): void {
  if (event.key !== 'Tab') return
  event.stopImmediatePropagation()
  const { activeElement } = document
  const within = [...places]
  if (event.defaultPrevented || (activeElement !== document.body && !within.some(place => place.contains(activeElement)))) return
  const all = within.flatMap(place => [place, ...place.querySelectorAll(TABBABLE)]).filter(e => e.matches(TABBABLE)) as HTMLElement[]
  const next = nextStop(all.filter(isReached), activeElement as HTMLElement | null, event.shiftKey)
  if (!next) return
  event.preventDefault()
  next.focus()
}
