import './styles/tokens.css'
import './styles/base.css'
import './styles/layout.css'
import { Panels } from './panels'
import { useScope, useScopeState } from './scope'

export function App() {
  const scope = useScope()
  const step = useScopeState(s => s.step)
  const fingerprint = useScopeState(s => s.fingerprint)
  const backend = useScopeState(s => s.backend)
  const message = useScopeState(s => s.message)
  return (
    <div className="app">
      <header className="app-bar">
        <button type="button" onClick={scope.pause}>
          pause
        </button>
        <span data-testid="step">{step}</span> <span data-testid="fingerprint">{fingerprint}</span>
        <span data-testid="backend">{backend?.id}</span> <span data-testid="message">{message?.text}</span>
      </header>
      <aside className="app-controls" aria-label="Controls" />
      <main className="app-main" id="panels">
        <Panels />
      </main>
      <footer className="app-timeline" />
    </div>
  )
}
