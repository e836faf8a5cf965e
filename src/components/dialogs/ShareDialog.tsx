/** The dialog behind Share: a link that reproduces the run, and the scenario as JSON. */
import { Download } from 'lucide-react'
import { useRef, useState } from 'react'
import { encodeLink } from '../../scenario'
import { atStep } from '../atStep'
import { downloadScenario, scenarioJson } from '../exports'
import { onGpu } from '../onGpu'
import { useScope, useScopeState } from '../scope'
import { Modal } from '../ui/Modal'
import { CopyButton } from './CopyButton'

/** The link to what is on screen, and the scenario as JSON. */
export default function ShareDialog({ onClose }: { onClose: () => void }) {
  const scope = useScope()
  const scenario = useScopeState(s => s.scenario)
  const step = useScopeState(s => s.step)
  const rounding = useScopeState(onGpu)
  const [here, setHere] = useState(scenario.view.step > 0)
  const opens = atStep(scenario, here ? step : 0)
  const address = `${location.href.split('#')[0]}#${encodeLink(opens)}`
  const json = scenarioJson(scenario)
  const changes = scenario.events.length
  const linkField = useRef<HTMLInputElement>(null)
  const jsonField = useRef<HTMLTextAreaElement>(null)
  return (
    <Modal title="Share this experiment" onClose={onClose}>
      <p>
        The link holds the whole scenario: problem, arms, seed, view
        {changes ? `, and the ${changes === 1 ? 'change' : `${changes} changes`} made in flight at their steps` : ''}. It opens{' '}
        {here && step > 0 ? `at step ${step}, paused` : 'at step 0 and plays'};{' '}
        {rounding
          ? 'a GPU computes here, so what it shows agrees with this run to rounding only.'
          : `at step ${step} it shows this same fingerprint, bit for bit, on every machine that computes with wasm.`}
      </p>
      <div className="share-row">
        <input ref={linkField} className="share-text" readOnly value={address} aria-label="Link" onFocus={event => event.target.select()} />
        <CopyButton from={linkField}>Copy link</CopyButton>
      </div>
      <label className="share-here">
        <input type="checkbox" checked={here} onChange={event => setHere(event.target.checked)} /> Opens at this step, paused
      </label>
      <h3>Scenario as JSON</h3>
      <p>The same experiment with every field written out, for the command line and for your own records.</p>
      <textarea ref={jsonField} className="share-json" readOnly value={json} aria-label="Scenario as JSON" rows={9} />
      <div className="share-row end">
        <button type="button" className="bar-button boxed" onClick={() => downloadScenario(scope)}>
          <Download size={15} aria-hidden="true" />
          Download .json
        </button>
        <CopyButton from={jsonField}>Copy JSON</CopyButton>
      </div>
    </Modal>
  )
}
