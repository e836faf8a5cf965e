import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './components/App'
import { ScopeContext } from './components/scope'
import { Boundary } from './components/ui/Boundary'
import { pictured } from './components/ui/deferred'
import { createScope } from './store'
import { createSimulationClient } from './workers/simulationClient'

const spawn = () => new Worker(new URL('./workers/simulation.worker.ts', import.meta.url), { type: 'module', name: 'simulation' })

/** The fragment that is on screen: whatever else the address says was typed by hand or reached through the history. */
let shown = ''
/** Marks the history entries that are ours. */
const OURS = { noisescope: true }

const scope = createScope({
  connect: (onPush, onCrash) => createSimulationClient(spawn, onPush, onCrash),
  link: {
    write(fragment, mode) {
      shown = `#${fragment}`
      if (shown === location.hash && history.state) return
      try {
        if (mode === 'push') history.pushState(OURS, '', shown)
        else history.replaceState(OURS, '', shown)
      } catch {
        // Browsers limit how often the address may change; the next write catches up.
      }
    },
  },
  loadStarters: () => import('./starters'),
  now: () => performance.now(),
  pictured,
})

function followAddress(): void {
  if (location.hash === shown) return
  shown = location.hash
  scope.openLink(location.hash, { back: history.state !== null })
}

scope.openLink(location.hash)
window.addEventListener('popstate', followAddress)
window.addEventListener('hashchange', followAddress)
window.addEventListener('pagehide', event => {
  // A page kept for the Back button keeps its run; one that is left for good ends its worker at once.
  if (event.persisted) scope.pause()
  else scope.dispose()
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ScopeContext value={scope}>
      <Boundary instead={<p className="page-broken">Something on this page broke. Reload it to go on; the address keeps the run.</p>}>
        <App />
      </Boundary>
    </ScopeContext>
  </StrictMode>,
)
