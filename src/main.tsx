import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './components/App'
import { embedded } from './components/embedded'
import { ScopeContext } from './components/scope'
import { Boundary } from './components/ui/Boundary'
import { pictured } from './components/ui/deferred'
import { withStaff } from './staff'
import { createScope } from './store'
import { createSimulationClient } from './workers/simulationClient'

const spawn = () =>
  withStaff(new Worker(new URL('./workers/simulation.worker.ts', import.meta.url), { type: 'module', name: 'simulation' }))

/** The fragment that is on screen: whatever else the address says was typed by hand or reached through the history. */
let shown = ''
/** What the address says of a scenario; on its way here its first sign may have become another one. */
const LINK = /#.*|(\?|%23)[vs](=|%3D).*/i
/** Marks the history entries that are ours. */
const OURS = { noisescope: true }

const scope = createScope({
  connect: (onPush, onCrash) => createSimulationClient(spawn, onPush, onCrash),
  link: {
    write(fragment, mode) {
      shown = `#${fragment}`
      if (shown === location.hash && history.state) return
      const address = location.href.replace(LINK, '') + shown
      try {
        // Within another page the Back button is that page's.
        if (mode === 'push' && embedded === null) history.pushState(OURS, '', address)
        else history.replaceState(OURS, '', address)
      } catch {
        // Browsers limit how often the address may change; the next write catches up.
      }
    },
  },
  loadStarters: () => import('./starters'),
  now: () => performance.now(),
  pictured,
})

const said = () => location.hash || (LINK.exec(location.href)?.[0] ?? '')

/** Nothing moves by itself for who has asked their system for it. */
const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches

function followAddress(): void {
  if (location.hash === shown) return
  shown = location.hash
  scope.openLink(said(), { back: history.state !== null, play: !still() })
}

const first = said()
scope.openLink(first, { play: !still() })
window.addEventListener('popstate', followAddress)
window.addEventListener('hashchange', followAddress)
window.addEventListener('pagehide', event => {
  // A page kept for the Back button keeps its run; one that is left for good ends its worker at once.
  if (event.persisted) scope.pause()
  else scope.dispose()
})

void pictured
  .then(() => import('./settled'))
  .then(
    ({ settle }) => settle(scope, !first && embedded === null),
    () => {},
  )

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ScopeContext value={scope}>
      <Boundary instead={<p className="page-broken">Something on this page broke. Reload it to go on; the address keeps the run.</p>}>
        <App />
      </Boundary>
    </ScopeContext>
  </StrictMode>,
)
