import { useEffect } from 'react'
import { useScope } from './scope'
import { later } from './ui/deferred'

/** The page's keys; what they do is fetched after the first picture, and keys pressed before wait for it. */
export function useShortcuts(openHelp: () => void): void {
  const scope = useScope()
  useEffect(() => {
    let act: typeof import('./shortcuts').onShortcut | undefined
    const fetched = later(() => import('./shortcuts')).then(({ onShortcut }) => {
      act = onShortcut
    })
    const onKey = (event: KeyboardEvent) => {
      if (act) act(event, scope, openHelp)
      else void fetched.then(() => act?.(event, scope, openHelp))
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [scope, openHelp])
}
