import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { LAYERS } from './spec'

/** What each layer contributes to the curvature and to the noise in it. */
export default function LayersPanel(place: PanelPlace) {
  return <Panel spec={LAYERS} {...place} />
}
