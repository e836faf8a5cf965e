import { useMemo } from 'react'
import { useScopeState } from '../../scope'
import { BorderLegend, LineKey } from '../frame/BorderLegend'
import { type Border, borderOf } from '../frame/border'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyControl } from '../frame/StudyControl'
import { useLive, useStage } from '../frame/stage'
import { recursionsOf } from '../reading/recursions'
import { escapeSpec } from './spec'

/** D_k of every arm beside its exact mean, with the choice of k. */
export default function EscapePanel(place: PanelPlace) {
  const border = borderOf(useStage())
  const spec = useMemo(() => escapeSpec(border), [border])
  return <Panel spec={spec} {...place} legend={<EscapeLegend border={border} study={place.study} />} note="One run is not the mean." />
}

/** What the kinds of line are, and how the recursions are getting on where they are not simply there. */
function EscapeLegend({ border, study }: { border: Border; study: PanelPlace['study'] }) {
  const any = useLive(view => view.arms.some(arm => recursionsOf(view, arm)))
  const phase = useScopeState(s => study && s.studies[study]?.phase)
  return (
    <BorderLegend border={border}>
      {any && (
        <>
          <LineKey>exact mean</LineKey>
          <LineKey dashed>Σ = 2L·G</LineKey>
        </>
      )}
      {phase !== undefined && phase !== 'done' && <StudyControl study={study} start="Compute the recursions" what="recursions" />}
    </BorderLegend>
  )
}
