import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { SHARPNESS } from './spec'

/** Batch sharpness over the steps, against the edges of stochastic stability. */
export default function SharpnessPanel(place: PanelPlace) {
  return <Panel spec={SHARPNESS} {...place} />
}
