/** The page without a network: `keepOffline(say)` has this browser keep its files. Fetched after the first picture. */
import type { Message } from './store'
import { TAKE_OVER } from './workers/offline/takeOver'

/** Milliseconds that a first visit has the processors to itself: to fetch and keep all files takes some six seconds of one. */
const FIRST_MS = 15_000

/** Resolves after a while, or once the page is put aside. */
function settledDown(): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(done, FIRST_MS)
    document.addEventListener('visibilitychange', aside)
    function aside(): void {
      if (document.visibilityState === 'hidden') done()
    }
    function done(): void {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', aside)
      resolve()
    }
  })
}

/** Starts the service worker, of a first visit a while after it began; where a newer version of the page has come, `say` offers it. */
export async function keepOffline(say: (message: Message) => void): Promise<void> {
  const { serviceWorker } = navigator
  if (serviceWorker && !serviceWorker.controller) await settledDown()
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
