import { CircleAlert, Info, X } from 'lucide-react'
import { type Dialog, reloadPage } from './reloadPage'
import { useScope, useScopeState } from './scope'

/** Whether the browser will not fetch a part of the page again while the page stands (`scripts/freshImports.mjs`). The link keeps the run. */
const givenUp = () => (globalThis as { partsGivenUp?: boolean }).partsGivenUp === true

/** What the page has to say: errors are spoken at once, notices when there is a pause. `dialog` is open, or its code still to come. */
export function MessageStrip({ dialog = null }: { dialog?: Dialog }) {
  const scope = useScope()
  const message = useScopeState(s => s.message)
  const failed = useScopeState(s => s.status === 'failed' && s.own.missing === null)
  const error = message?.kind === 'error'
  return (
    <div className="app-message" data-kind={message?.kind ?? (failed ? 'error' : 'none')}>
      {message ? error ? <CircleAlert size={16} aria-hidden="true" /> : <Info size={16} aria-hidden="true" /> : null}
      <p data-testid="message" role={error ? 'alert' : 'status'}>
        {message?.text}
      </p>
      {[message?.action, message?.also].map(action =>
        action ? (
          <button
            key={action.label}
            type="button"
            className="bar-button boxed"
            onClick={() => {
              scope.say(null)
              if (action.label === 'Retry' && givenUp()) reloadPage(dialog, action.link)
              else action.act()
            }}
          >
            {action.label}
          </button>
        ) : null,
      )}
      {message?.asks ? (
        <button type="button" className="bar-button boxed" onClick={scope.agree}>
          Start it anyway
        </button>
      ) : failed ? (
        <button type="button" className="bar-button boxed" onClick={scope.reset}>
          Reset the run
        </button>
      ) : null}
      {message ? (
        <button type="button" className="icon-button small" aria-label="Dismiss the message" onClick={() => scope.say(null)}>
          <X size={15} aria-hidden="true" />
        </button>
      ) : null}
    </div>
  )
}
