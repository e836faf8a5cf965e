import { Panels } from './panels'
import { useScope, useScopeState } from './scope'

export function App() {
  const scope = useScope()
  const step = useScopeState(s => s.step)
  const fingerprint = useScopeState(s => s.fingerprint)
  const backend = useScopeState(s => s.backend)
  const message = useScopeState(s => s.message)
  return (
    <main>
      <button type="button" onClick={scope.pause}>
        pause
      </button>
      <span data-testid="step">{step}</span> <span data-testid="fingerprint">{fingerprint}</span>
      <span data-testid="backend">{backend?.id}</span> <span data-testid="message">{message?.text}</span>
      <Panels />
    </main>
  )
}
