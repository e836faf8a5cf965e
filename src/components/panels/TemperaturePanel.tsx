import { useMemo, useState } from 'react'
import type { PanelPlace } from './extras'
import { Panel } from './Panel'
import { StudyControl } from './StudyControl'
import { temperatureSpec } from './specs/temperature'

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
  return (
    <Panel
      spec={spec}
      {...place}
      tools={toggle}
      legend={
        <div className="panel-study">
          <StudyControl kind="temperature" start="Measure" what="running replicas" />
        </div>
      }
    />
  )
}
