import { useMemo, useState } from 'react'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyLine } from '../frame/StudyControl'
import { temperatureSpec } from './spec'

/** Fluctuation against response of the stationary state, by replicas beside the run. */
export default function TemperaturePanel(place: PanelPlace) {
  const [response, setResponse] = useState(false)
  const spec = useMemo(() => temperatureSpec(response), [response])
  const toggle = (
    <button
      type="button"
      className="panel-choice"
      aria-pressed={response}
      onClick={() => setResponse(!response)}
      data-hint="Fluctuation against response, whose ratio is the temperature"
    >
      response
    </button>
  )
  return <Panel spec={spec} {...place} tools={toggle} legend={<StudyLine study={place.study} start="Measure" what="running replicas" />} />
}
