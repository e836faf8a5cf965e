/** The tour through the page, on a library that points at things. Fetched when it is wanted. */
import './tour.css'
import { driver } from 'driver.js'
import type { Scope } from '../../store'
import { keepMarks, loopTab } from './tourKeys'
import { TOUR_PRESET, TOUR_STOPS, type TourStop } from './tourSteps'

/** The first of a stop's places that is on screen. */
function placeOf({ at }: TourStop): Element {
  for (const selector of at) {
    for (const element of document.querySelectorAll(selector))
      if (element.checkVisibility?.({ visibilityProperty: true }) ?? true) return element
  }
  return document.body
}

const POINTED_AT = '.driver-active-element'

/** Whether something is open over the page; the tour's own words are none. */
const covered = () => document.querySelector('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null

/** Resolves when nothing lies over the page any more: a dialog that closes still holds the focus and hides the rest from screen readers. */
async function uncovered(): Promise<void> {
  while (covered()) await new Promise(requestAnimationFrame)
}

/** Ends the tour on the page, of which there is one. */
let end = () => {}

/** Opens the tour's experiment, unless it is on screen as it came, and leads through it; Escape ends the tour. */
export async function startTour(scope: Scope): Promise<void> {
  await uncovered()
  end()
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const { scenario } = scope.store.getState()
  if (scenario.preset !== TOUR_PRESET || scenario.events.length > 0) scope.openPreset(TOUR_PRESET)
  if (scenario.view.present === 'on') scope.set('present', 'off')
  const over = new AbortController()
  const { signal } = over
  /** All that it has pointed at: led on in the midst of a movement, the library takes marks from what it left two stops ago. */
  const pointedAt = new Set<Element>()
  const tour = driver({
    animate: !calm,
    smoothScroll: !calm,
    showProgress: true,
    progressText: '{{current}} of {{total}}',
    nextBtnText: 'Next',
    prevBtnText: 'Back',
    doneBtnText: 'Done',
    popoverClass: 'tour',
    // What the tour does shows on the rest of the page.
    overlayOpacity: 0.4,
    stagePadding: 6,
    stageRadius: 10,
    // The arrow keys are the sliders'.
    allowKeyboardControl: false,
    overlayClickBehavior: () => {},
    onPopoverRender: ({ wrapper, nextButton, closeButton, title, footer }) => {
      // A head and a foot of the words, not of the page.
      for (const part of [title, footer]) part.setAttribute('role', 'none')
      closeButton.setAttribute('aria-label', 'End the tour')
      // The page stays in use beside it, its keys too.
      wrapper.setAttribute('role', 'region')
      setTimeout(() => nextButton.focus())
    },
    onDestroyStarted: () => end(),
    steps: TOUR_STOPS.map(stop => ({
      element: () => placeOf(stop),
      popover: { title: stop.title, description: stop.says },
      onHighlightStarted: element => {
        // What is pointed at is no button that opens the words about it, as the library says after this.
        if (element) pointedAt.add(element)
        queueMicrotask(keepMarks([...pointedAt]))
        // It forgets these there, too.
        for (const other of document.querySelectorAll(POINTED_AT)) other.classList.remove(POINTED_AT.slice(1))
        // On a narrow screen only the last row of the bar stays in sight.
        if (element && element.getBoundingClientRect().bottom <= 0) scrollTo({ top: 0, behavior: 'instant' })
        stop.act?.(scope, calm, signal)
      },
    })),
  })
  end = () => {
    end = () => {}
    over.abort()
    const restore = keepMarks([...pointedAt])
    tour.destroy()
    restore()
  }
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || covered()) return
    event.stopPropagation()
    end()
  }
  addEventListener('keydown', onEscape, { capture: true, signal })
  // Before the library's own listener, which leaves out sliders and takes the key from dialogs.
  addEventListener('keydown', event => loopTab(event, document.querySelectorAll(`.driver-popover, ${POINTED_AT}`)), { signal })
  tour.drive()
}
