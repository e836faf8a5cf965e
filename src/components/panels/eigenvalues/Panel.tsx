import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { EIGENVALUES } from './spec'

/** The eigenvalues at a checkpoint. */
export default function EigenvaluesPanel(place: PanelPlace) {
  return <Panel spec={EIGENVALUES} {...place} />
}
