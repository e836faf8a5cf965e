import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { SCATTER } from './spec'

/** Noise against curvature, a dot per direction. */
export default function ScatterPanel(place: PanelPlace) {
  return <Panel spec={SCATTER} {...place} />
}
