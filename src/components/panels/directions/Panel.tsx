import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { DIRECTIONS } from './spec'

/** g(v_k) by direction. */
export default function DirectionsPanel(place: PanelPlace) {
  return <Panel spec={DIRECTIONS} {...place} />
}
