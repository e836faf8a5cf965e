/** What the menu library puts around what it opens, to pass the focus on. */

const GUARDS = '[data-base-ui-focus-guard][aria-hidden]'

let watching = false

/**
 * Shows the library's focus guards to screen readers: an empty element that takes the focus, if only to pass it on, must not be one that
 * they are told is not there. They have no name and no role, so that nothing is read. Once for the page.
 */
export function showGuards(): void {
  if (watching) return
  watching = true
  const show = () => {
    for (const guard of document.querySelectorAll(GUARDS)) guard.removeAttribute('aria-hidden')
  }
  new MutationObserver(show).observe(document.body, { subtree: true, childList: true })
  show()
}
