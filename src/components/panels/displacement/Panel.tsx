import { useMemo } from 'react'
import { BorderLegend, LineKey } from '../frame/BorderLegend'
import { borderOf } from '../frame/border'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { useStage } from '../frame/stage'
import { displacementSpec } from './spec'

/** How far the arms have gone since their escape began, along the k sharpest directions and outside them. */
export default function DisplacementPanel(place: PanelPlace) {
  const border = borderOf(useStage())
  const spec = useMemo(() => displacementSpec(border), [border])
  const legend = (
    <BorderLegend border={border}>
      <LineKey>sharp</LineKey>
      <LineKey dashed>flat</LineKey>
    </BorderLegend>
  )
  return <Panel spec={spec} {...place} legend={legend} />
}
