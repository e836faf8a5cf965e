import { useEffect, useState } from 'react'
import { useScopeState } from '../../scope'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyLine } from '../frame/StudyControl'
import { SHARPNESS } from './spec'
import { EDGE_TRIALS } from './trialsSpec'

/** Batch sharpness over the steps, against the edges of stochastic stability, and the trial whether an arm is at one. */
export default function SharpnessPanel(place: PanelPlace) {
  const phase = useScopeState(s => place.study && s.studies[place.study]?.phase)
  const [trials, setTrials] = useState(false)
  // What was asked for is shown as it comes, and goes with the run that it belongs to.
  const shown = phase === 'running' || phase === 'done'
  useEffect(() => setTrials(shown), [shown])
  return (
    <Panel
      spec={trials ? EDGE_TRIALS : SHARPNESS}
      {...place}
      tools={
        phase && (
          <button
            type="button"
            className="panel-choice"
            aria-pressed={trials}
            onClick={() => setTrials(on => !on)}
            data-hint="The loss after the fork in place of batch sharpness"
          >
            trials
          </button>
        )
      }
      legend={<StudyLine study={place.study} start="At an edge?" what="trying" />}
    />
  )
}
