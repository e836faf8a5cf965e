import './landscape.css'
import { useMemo, useState } from 'react'
import { isPlanar } from '../../../scenario'
import { useScope, useScopeState } from '../../scope'
import { deferred } from '../../ui/deferred'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { useLive, useStage } from '../frame/stage'
import { ArmsText } from './ArmsText'
import { contourNote } from './contourNote'
import { EllipseLegend } from './EllipseLegend'
import { NoiseOnLandscape } from './noise/NoiseOnLandscape'
import { PlaneMenu } from './PlaneMenu'
import { ResetView } from './ResetView'
import { type LandscapeSpec, landscapeSpec } from './spec'

const Depth = deferred(() => import('./surface/Depth'))

/** The loss on a plane through parameter space, with the arms' paths: as contours, or as a surface. */
export default function LandscapePanel(place: PanelPlace) {
  const scope = useScope()
  const stage = useStage()
  const whole = useScopeState(s => isPlanar(s.scenario.model))
  const flat = useMemo(() => landscapeSpec(() => stage.redraw(), scope.requestGrid), [stage, scope])
  const [other, setOther] = useState<LandscapeSpec>()
  const spec = other ?? flat
  const note = useLive(contourNote)
  return (
    <Panel
      spec={spec}
      {...place}
      choice={
        <>
          <PlaneMenu />
          <Depth flat={flat} onSpec={setOther} />
        </>
      }
      tools={<ResetView landscape={spec} />}
      legend={
        <>
          <EllipseLegend shown={spec.ellipses}>
            <NoiseOnLandscape landscape={spec} />
          </EllipseLegend>
          <ArmsText landscape={spec} />
        </>
      }
      note={whole ? 'There are no other directions: this is the whole loss.' : note}
    />
  )
}
