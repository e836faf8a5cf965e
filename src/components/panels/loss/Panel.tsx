import { useMemo } from 'react'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { useStage } from '../frame/stage'
import { lossSpec } from './spec'
import { StripOverlay, StripToggle } from './strip/StripOverlay'
import { Strip } from './strip/strip'

/** The loss over the steps, above a strip with the course of η or B. */
export function LossPanel(place: PanelPlace) {
  const stage = useStage()
  const strip = useMemo(() => new Strip(() => stage.redraw()), [stage])
  const spec = useMemo(() => lossSpec(strip), [strip])
  return <Panel spec={spec} {...place} tools={<StripToggle strip={strip} />} overlay={<StripOverlay strip={strip} />} />
}
