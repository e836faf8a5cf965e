import type { Scope } from '../../store'

const KEY = 'tour'

/** True once in this browser; never where it keeps nothing, which would ask at every visit. */
function isFirst(): boolean {
  try {
    if (localStorage.getItem(KEY)) return false
    localStorage.setItem(KEY, 'offered')
    return true
  } catch {
    return false
  }
}

/** Starts the tour, once its code is here. */
export const takeTour = (scope: Scope) =>
  void import('./tour').then(
    ({ startTour }) => startTour(scope),
    () => scope.say(MISSING),
  )

const MISSING = { kind: 'error', text: 'The tour could not be fetched. Check the connection.' } as const

/** Offers the tour to who comes to the page itself for the first time, in the line of messages, which the next thing they do clears. */
export function offerTour(scope: Scope): void {
  const { message } = scope.store.getState()
  if (message || !isFirst()) return
  const text = 'What Wang & Wu (arXiv 2310.00692) say of the noise of SGD, live. New here? A tour shows what is on screen.'
  scope.say({ kind: 'notice', text, action: { label: 'Take the tour', act: () => takeTour(scope) } })
}
