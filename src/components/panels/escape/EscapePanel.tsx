import './escape.css'
import { useMemo, useSyncExternalStore } from 'react'
import type { PanelPlace } from '../extras'
import { Panel } from '../Panel'
import { Stepper } from '../Stepper'
import { useLive, useStage } from '../stage'
import { borderOf } from './border'
import { EscapeLegend } from './EscapeLegend'
import { escapeSpec } from './escapeSpec'

/** D_k of every arm beside its exact mean, with the choice of k. */
export default function EscapePanel(place: PanelPlace) {
  const border = borderOf(useStage())
  const k = useSyncExternalStore(border.subscribe, () => border.k)
  const most = useLive(() => border.most)
  const spec = useMemo(() => escapeSpec(border), [border])
  const choice = <Stepper label="k" value={Math.min(k, most)} min={1} max={most} onChange={next => border.set(next)} />
  return <Panel spec={spec} {...place} legend={<EscapeLegend>{choice}</EscapeLegend>} note="One run is not the mean." />
}
