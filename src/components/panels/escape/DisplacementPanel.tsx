import './escape.css'
import { useMemo, useSyncExternalStore } from 'react'
import type { PanelPlace } from '../extras'
import { Panel } from '../Panel'
import { Stepper } from '../Stepper'
import { useLive, useStage } from '../stage'
import { borderOf } from './border'
import { displacementSpec } from './displacementSpec'

/** How far the arms have gone since their escape began, along the k sharpest directions and outside them. */
export default function DisplacementPanel(place: PanelPlace) {
  const border = borderOf(useStage())
  const k = useSyncExternalStore(border.subscribe, () => border.k)
  const most = useLive(() => border.most)
  const spec = useMemo(() => displacementSpec(border), [border])
  const legend = (
    <div className="ellipse-legend escape-legend">
      <Stepper label="k" value={Math.min(k, most)} min={1} max={most} onChange={next => border.set(next)} />
      <span>
        <i className="line-exact" /> sharp
      </span>
      <span>
        <i className="line-aligned" /> flat
      </span>
    </div>
  )
  return <Panel spec={spec} {...place} legend={legend} />
}
