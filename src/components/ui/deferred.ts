/** Code that the first picture does not need waits until that picture is drawn. */
import { type ComponentType, lazy } from 'react'

let release: () => void
/** Resolves when the first picture is on screen. */
export const pictured = new Promise<void>(resolve => {
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

/** Code that is fetched after the first picture. What cannot be fetched is tried again at the next touch. */
export function later<T>(load: () => Promise<T>): Promise<T> {
  const attempt = (): Promise<T> => load().catch(() => touched().then(attempt))
  return pictured.then(attempt)
}

/**
 * A component whose code is fetched after the first picture: give it a Suspense boundary with a face that looks the same.
 * As long as its code cannot be fetched the face stays, and so does the page.
 */
export const deferred = <P>(load: () => Promise<{ default: ComponentType<P> }>) => lazy(() => later(load))
