/** The dialog behind Share: a link that reproduces the run, and the scenario as JSON. */
import { Check, Copy, Download } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { downloadScenario, scenarioJson } from '../exports'
import { onGpu } from '../onGpu'
import { useScope, useScopeState } from '../scope'
import { Modal } from '../ui/Modal'

function CopyButton({ text, children }: { text: string; children: ReactNode }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    )
  return (
    <button type="button" className="bar-button solid" onClick={copy}>
      {state === 'copied' ? <Check size={15} aria-hidden="true" /> : <Copy size={15} aria-hidden="true" />}
      <span role="status">{state === 'copied' ? 'Copied' : state === 'refused' ? 'Select the text and copy it' : children}</span>
    </button>
  )
}

/** The link to what is on screen, and the scenario as JSON. */
export default function ShareDialog({ onClose }: { onClose: () => void }) {
  const scope = useScope()
  const scenario = useScopeState(s => s.scenario)
  const step = useScopeState(s => s.step)
  const rounding = useScopeState(onGpu)
  const address = `${location.href.split('#')[0]}#${scope.linkText()}`
  const json = scenarioJson(scenario)
  const changes = scenario.events.length
  return (
    <Modal title="Share this experiment" onClose={onClose}>
      <p>
        The link holds the whole scenario: problem, arms, seed, view
        {changes ? `, and the ${changes === 1 ? 'change' : `${changes} changes`} made in flight at their steps` : ''}. It opens at step 0
        and plays;{' '}
        {rounding
          ? 'a GPU computes here, so what it shows agrees with this run to rounding only.'
          : `at step ${step} it shows this same fingerprint, bit for bit, on every machine that computes with wasm.`}
      </p>
      <div className="share-row">
        <input className="share-text" readOnly value={address} aria-label="Link" onFocus={event => event.target.select()} />
        <CopyButton text={address}>Copy link</CopyButton>
      </div>
      <h3>Scenario as JSON</h3>
      <p>The same experiment with every field written out, for the command line and for your own records.</p>
      <textarea className="share-json" readOnly value={json} aria-label="Scenario as JSON" rows={9} />
      <div className="share-row end">
        <button type="button" className="bar-button boxed" onClick={() => downloadScenario(scope)}>
          <Download size={15} aria-hidden="true" />
          Download .json
        </button>
        <CopyButton text={json}>Copy JSON</CopyButton>
      </div>
    </Modal>
  )
}
