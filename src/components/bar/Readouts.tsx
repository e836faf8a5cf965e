import { formatCompact, formatValue } from '../../charts'
import { useScopeState } from '../scope'
import { Hint } from '../ui/Hint'
import { BackendMenu } from './BackendMenu'

/**
 * The step on screen. Its raw digits stand in the text for programs, which also read how the run stands there ('changing' while a
 * change or a search for a step is under way); people and screen readers get the grouped ones.
 */
export function StepReadout() {
  const step = useScopeState(s => s.step)
  const status = useScopeState(s => (s.sought !== null || Object.keys(s.wanted).length > 0 ? 'changing' : s.status))
  return (
    <span className="readout step-readout">
      step <b>{formatValue(step)}</b>
      <span data-testid="step" data-status={status} className="visually-hidden" aria-hidden="true">
        {step}
      </span>
    </span>
  )
}

/** What identifies the run: measured rate, backend and fingerprint. */
export function Facts() {
  const rate = useScopeState(s => (s.status === 'running' ? s.rate : 0))
  const fingerprint = useScopeState(s => s.fingerprint)
  const half = fingerprint.length / 2
  return (
    <div className="facts">
      <Hint text="Steps per second, measured over the last second">
        <span className="readout rate-readout">{rate > 0 ? formatCompact(Number(rate.toPrecision(2))) : '–'} steps/s</span>
      </Hint>
      <BackendMenu />
      <Hint text="Fingerprint of every arm’s weights, bit by bit, at this step; of very many weights once the run stands. The same link shows the same fingerprint on every machine that computes with wasm.">
        <span className="readout fingerprint-readout">
          <span className="wide-only">fingerprint {fingerprint === '' && '–'}</span>
          <b data-testid="fingerprint">
            <span>{fingerprint.slice(0, half)}</span>
            <span className="fingerprint-rest">{fingerprint.slice(half)}</span>
          </b>
        </span>
      </Hint>
    </div>
  )
}
