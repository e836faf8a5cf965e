import { useMemo, useState } from 'react'
import type { PanelPlace } from './extras'
import { Panel } from './Panel'
import { StudyControl } from './StudyControl'
import { spectrumSpec } from './specs/spectrum'

/** The eigenvalues of H and G at a step, computed when asked for. */
export default function SpectrumPanel(place: PanelPlace) {
  const [log, setLog] = useState(true)
  const spec = useMemo(() => spectrumSpec(log), [log])
  return (
    <Panel
      spec={spec}
      {...place}
      tools={
        <button
          type="button"
          className="panel-choice"
          aria-pressed={log}
          data-usual={log || undefined}
          onClick={() => setLog(on => !on)}
          data-hint="Heights on a logarithmic axis: single eigenvalues can be seen"
        >
          log
        </button>
      }
      legend={
        <div className="panel-study">
          <StudyControl kind="spectrum" start="Compute at this step" what="computing eigenvalues" />
        </div>
      }
    />
  )
}
