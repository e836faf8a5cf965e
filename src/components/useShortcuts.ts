import { useEffect } from 'react'
import { useScope } from './scope'
import { later } from './ui/deferred'

/** The page's keys, while they are `on`; what they do is fetched after the first picture, and keys pressed before wait for it. */
export function useShortcuts(openHelp: () => void, openKept: () => void, on: boolean): void {
  const scope = useScope()
  useEffect(() => {
    if (!on) return
    let act: typeof import('./shortcuts').onShortcut | undefined
    const fetched = later(() => import('./shortcuts')).then(({ onShortcut }) => {
      act = onShortcut
    })
    const onKey = (event: KeyboardEvent) => {
      if (act) act(event, scope, openHelp, openKept)
      else void fetched.then(() => act?.(event, scope, openHelp, openKept))
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [scope, openHelp, openKept, on])
}
