import { useMemo, useState } from 'react'
import { useScope } from '../../scope'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyControl } from '../frame/StudyControl'
import { type MapMode, stabilitySpec } from './spec'

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
      spec={spec}
      {...place}
      tools={tools}
      legend={<StudyControl study={place.study} start="Compute the map" what="Stability map" />}
    />
  )
}
