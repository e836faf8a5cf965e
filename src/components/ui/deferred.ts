import { type ComponentType, lazy } from 'react'

let release: () => void
const shown = new Promise<void>(resolve => {
  release = resolve
})

/** To be called once the first picture is on screen: now there is time to fetch the rest of the page. */
export const pictureShown = () => release()

// Who touches the page before that gets what was touched at once.
for (const type of ['pointerdown', 'keydown']) window.addEventListener(type, pictureShown, { once: true, capture: true })

/** A component whose code is fetched after the first picture: give it a Suspense boundary with a face that looks the same. */
export function deferred<P>(load: () => Promise<{ default: ComponentType<P> }>) {
  return lazy(() => shown.then(load))
}
