import { useMemo, useState } from 'react'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyLine } from '../frame/StudyControl'
import { spectrumSpec } from './spec'

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
      legend={<StudyLine study={place.study} start="Compute at this step" what="computing eigenvalues" />}
    />
  )
}
