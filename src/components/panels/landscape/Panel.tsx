import './landscape.css'
import { useMemo } from 'react'
import { isPlanar } from '../../../scenario'
import { useScope, useScopeState } from '../../scope'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { useStage } from '../frame/stage'
import { EllipseLegend } from './EllipseLegend'
import { PlaneMenu } from './PlaneMenu'
import { ResetView } from './ResetView'
import { landscapeSpec } from './spec'

/** The loss on a plane through parameter space, with the arms' paths. */
export function LandscapePanel(place: PanelPlace) {
  const scope = useScope()
  const stage = useStage()
  const whole = useScopeState(s => isPlanar(s.scenario.model))
  const spec = useMemo(() => landscapeSpec(() => stage.redraw(), scope.requestGrid), [stage, scope])
  return (
    <Panel
      spec={spec}
      {...place}
      choice={<PlaneMenu />}
      tools={<ResetView landscape={spec} />}
      legend={<EllipseLegend shown={spec.ellipses} />}
      note={
        whole ? 'There are no other directions: this is the whole loss.' : 'Paths are projected; contours are the exact loss on the plane.'
      }
    />
  )
}
