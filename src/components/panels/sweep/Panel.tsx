import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyLine } from '../frame/StudyControl'
import { SWEEP } from './spec'

/** μ over a swept field. */
export default function SweepPanel(place: PanelPlace) {
  return <Panel spec={SWEEP} {...place} legend={<StudyLine study={place.study} start="Start the sweep" what="sweeping" />} />
}
