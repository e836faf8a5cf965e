import type { PanelPlace } from './extras'
import { Panel } from './Panel'
import { StudyControl } from './StudyControl'
import { SUCCESS } from './specs/success'

/** How often each noise finds the flat basin, counted beside the run. */
export default function SuccessPanel(place: PanelPlace) {
  return <Panel spec={SUCCESS} {...place} legend={<StudyControl kind="success" start="Count" what="counting" />} />
}
