/** Code that the first picture does not need waits until that picture is drawn. */
import { type ComponentType, createElement, type ReactNode, useSyncExternalStore } from 'react'

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

let tell = (_missing: boolean) => {}
/** `say` is told when code cannot be fetched, which the next touch tries again, and when it came after all. */
export const onMissing = (say: (missing: boolean) => void) => {
  tell = say
}

/** Code that is fetched after the first picture. What cannot be fetched is tried again at the next touch. */
export function later<T>(load: () => Promise<T>): Promise<T> {
  const attempt = (): Promise<T> =>
    load().catch(async () => {
      tell(true)
      await touched()
      const code = await attempt()
      tell(false)
      return code
    })
  return pictured.then(attempt)
}

/** What stands where the code of a component is still to come; nothing unless given. */
export interface Before {
  readonly before?: ReactNode
}

/**
 * A component whose code is fetched after the first picture; `before` stands in its place until then, and for as long as it cannot
 * be fetched. Not by Suspense, and by a store rather than by state: React puts off what waits there, and all that is not urgent,
 * behind the frames of a run that plays, which on a slow machine leave it no time.
 */
export function deferred<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): ComponentType<P & Before> {
  let Code: ComponentType<P> | undefined
  let asked = false
  const waiting = new Set<() => void>()
  const fetched = async () => {
    Code = (await later(load)).default
    for (const tell of waiting) tell()
  }
  const subscribe = (tell: () => void) => {
    waiting.add(tell)
    if (!asked) void fetched()
    asked = true
    return () => waiting.delete(tell)
  }
  return function Deferred({ before, ...props }) {
    const code = useSyncExternalStore(subscribe, () => Code)
    return code ? createElement(code, props as unknown as P) : before
  }
}
