/** The page without a network: `keepOffline(say)` has this browser keep its files. Fetched after the first picture. */
import type { Message } from './store'
import { TAKE_OVER } from './workers/offline/takeOver'

/** Starts the service worker; where a newer version of the page has come, `say` offers it. */
export async function keepOffline(say: (message: Message) => void): Promise<void> {
  const { serviceWorker } = navigator
  // Not on plain http, and in some private windows.
  const registration = await serviceWorker?.register('./sw.js', { updateViaCache: 'none' }).catch(() => undefined)
  if (!registration) return

  function offer(newer: ServiceWorker): void {
    const reload = () => {
      serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
      newer.postMessage(TAKE_OVER)
    }
    const text = 'A newer version of this page is here. This one goes on until you reload; the address keeps the run.'
    say({ kind: 'notice', text, action: { label: 'Reload', act: reload } })
  }

  if (registration.waiting && serviceWorker.controller) offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && serviceWorker.controller) offer(installing)
    })
  })
}
