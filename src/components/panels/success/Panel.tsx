import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyControl } from '../frame/StudyControl'
import { SUCCESS } from './spec'

/** How often each noise finds the flat basin, counted beside the run. */
export default function SuccessPanel(place: PanelPlace) {
  return <Panel spec={SUCCESS} {...place} legend={<StudyControl study={place.study} start="Count" what="counting" />} />
}
