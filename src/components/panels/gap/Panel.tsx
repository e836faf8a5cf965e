import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyLine } from '../frame/StudyControl'
import { GAP } from './spec'

/** The sharpness gap over the batch size, a run each beside the one on screen. */
export default function GapPanel(place: PanelPlace) {
  return <Panel spec={GAP} {...place} legend={<StudyLine study={place.study} start="Sweep B" what="running batch sizes" />} />
}
