import { type ComponentType, lazy } from 'react'

let release: () => void
const shown = new Promise<void>(resolve => {
  release = resolve
})

/** To be called once the first picture is on screen: now there is time to fetch the rest of the page. */
export const pictureShown = () => release()

// Who touches the page before that gets what was touched at once.
for (const type of ['pointerdown', 'keydown']) window.addEventListener(type, pictureShown, { once: true, capture: true })

/** Resolves when someone touches the page, or when the network is back. */
const touched = () =>
  new Promise<void>(resolve => {
    for (const type of ['pointerdown', 'keydown', 'online'])
      window.addEventListener(type, () => resolve(), { once: true, capture: true, passive: true })
  })

/**
 * A component whose code is fetched after the first picture: give it a Suspense boundary with a face that looks the same.
 * What cannot be fetched is tried again at the next touch: the face stays, and so does the page.
 */
export function deferred<P>(load: () => Promise<{ default: ComponentType<P> }>) {
  const attempt = (): ReturnType<typeof load> => load().catch(() => touched().then(attempt))
  return lazy(() => shown.then(attempt))
}
