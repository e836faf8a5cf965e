import { formatValue } from '../../charts'
import type { MeasuredState } from '../../store'
import { useScope, useScopeState } from '../scope'
import { LazySlider } from '../ui/LazySlider'

/** The timeline over checkpoints: one place for each, whatever lies between their steps. */
export function Checkpoints({ measured: { checkpoints } }: { measured: MeasuredState }) {
  const scope = useScope()
  const step = useScopeState(s => s.step)
  const last = checkpoints.length - 1
  const at = Math.max(
    0,
    checkpoints.findIndex(checkpoint => checkpoint.step === step),
  )
  return (
    <footer className="app-timeline">
      <section className="timeline" aria-label="Timeline">
        <div className="timeline-track">
          <LazySlider
            max={Math.max(1, last)}
            value={at}
            disabled={last === 0}
            largeStep={Math.max(1, Math.round(last / 10))}
            label="Checkpoint on screen"
            text={`checkpoint ${at + 1} of ${last + 1}, step ${step}`}
            onChange={place => scope.seek(checkpoints[place]?.step ?? step)}
          />
        </div>
        <div className="timeline-words">
          <span className="timeline-state">
            checkpoint <b>{formatValue(at + 1)}</b> of {formatValue(last + 1)} · step {formatValue(step)}
          </span>
        </div>
      </section>
    </footer>
  )
}
