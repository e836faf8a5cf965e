import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './components/App'
import { ScopeContext } from './components/scope'
import { createScope } from './store'
import { createClient } from './workers/client'

const spawn = () => new Worker(new URL('./workers/simulation.worker.ts', import.meta.url), { type: 'module', name: 'simulation' })

const scope = createScope({
  connect: (onPush, onCrash) => createClient(spawn, onPush, onCrash),
  link: {
    write(fragment, mode) {
      if (`#${fragment}` === location.hash) return
      if (mode === 'push') history.pushState(null, '', `#${fragment}`)
      else history.replaceState(null, '', `#${fragment}`)
    },
  },
  now: () => performance.now(),
})
scope.openLink(location.hash)
window.addEventListener('popstate', () => scope.openLink(location.hash, { back: true }))

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ScopeContext value={scope}>
      <App />
    </ScopeContext>
  </StrictMode>,
)
