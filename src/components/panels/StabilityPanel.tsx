import { useMemo, useState } from 'react'
import { useScope } from '../scope'
import type { PanelPlace } from './extras'
import { Panel } from './Panel'
import { StudyControl } from './StudyControl'
import { type MapMode, stabilitySpec } from './specs/stability'

/** The stability map, fetched when a run has an ensemble. */
export default function StabilityPanel(place: PanelPlace) {
  const scope = useScope()
  const [mode, setMode] = useState<MapMode>('growth')
  const spec = useMemo(() => stabilitySpec(mode, scope.openScenario), [mode, scope])
  const tools = (['growth', 'escapes'] as const).map(id => (
    <button key={id} type="button" className="panel-choice" aria-pressed={mode === id} onClick={() => setMode(id)}>
      {id}
    </button>
  ))
  return (
    <Panel
      key={mode}
      spec={spec}
      {...place}
      tools={tools}
      legend={<StudyControl kind="map" start="Compute the map" what="Stability map" />}
    />
  )
}
