import { useMemo, useState } from 'react'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyLine } from '../frame/StudyControl'
import { reshuffledSpec } from './spec'

/** Reshuffled epochs against draws with replacement, by replicas beside the run. */
export default function ReshuffledPanel(place: PanelPlace) {
  const [lags, setLags] = useState(false)
  const spec = useMemo(() => reshuffledSpec(lags), [lags])
  const toggle = (
    <button
      type="button"
      className="panel-choice"
      aria-pressed={lags}
      onClick={() => setLags(!lags)}
      data-hint="How noises some steps apart correlate"
    >
      lags
    </button>
  )
  return <Panel spec={spec} {...place} tools={toggle} legend={<StudyLine study={place.study} start="Measure" what="running replicas" />} />
}
