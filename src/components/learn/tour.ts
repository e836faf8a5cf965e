/** The tour through the page, on a library that points at things. Fetched when it is wanted. */
import 'driver.js/dist/driver.css'
import './tour.css'
import { driver } from 'driver.js'
import type { Scope } from '../../store'
import { TOUR_PRESET, TOUR_STOPS, type TourStop } from './tourSteps'

/** The first of a stop's places that is on screen. */
function placeOf({ at }: TourStop): Element {
  for (const selector of at) {
    for (const element of document.querySelectorAll(selector))
      if (element.checkVisibility?.({ visibilityProperty: true }) ?? true) return element
  }
  return document.body
}

/** Resolves when no dialog lies over the page any more: one that closes still holds the focus and hides the rest from screen readers. */
async function uncovered(): Promise<void> {
  while (document.querySelector('[role=dialog]')) await new Promise(requestAnimationFrame)
}

/** Opens the tour's experiment, unless it is on screen as it came, and leads through it; Escape ends the tour. */
export async function startTour(scope: Scope): Promise<void> {
  await uncovered()
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const { scenario } = scope.store.getState()
  if (scenario.preset !== TOUR_PRESET || scenario.events.length > 0) scope.openPreset(TOUR_PRESET)
  if (scenario.view.present === 'on') scope.set('present', 'off')
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
      wrapper.setAttribute('aria-modal', 'false')
      setTimeout(() => {
        // What is pointed at is no button that opens the words about it.
        for (const element of document.querySelectorAll('.driver-active-element'))
          for (const name of ['aria-haspopup', 'aria-expanded', 'aria-controls']) element.removeAttribute(name)
        nextButton.focus()
      })
    },
    onDestroyed: () => removeEventListener('keydown', onKey, true),
    steps: TOUR_STOPS.map(stop => ({
      element: () => placeOf(stop),
      popover: { title: stop.title, description: stop.says },
      onHighlightStarted: element => {
        // On a narrow screen only the last row of the bar stays in sight.
        if (element && element.getBoundingClientRect().bottom <= 0) scrollTo({ top: 0, behavior: 'instant' })
        stop.act?.(scope, calm)
      },
    })),
  })
  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    tour.destroy()
  }
  addEventListener('keydown', onKey, true)
  tour.drive()
}
