import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyLine } from '../frame/StudyControl'
import { DIAGONALS } from './spec'

/** Noise against curvature by entries, at the end of a run of its own. */
export default function DiagonalsPanel(place: PanelPlace) {
  return (
    <Panel
      spec={DIAGONALS}
      {...place}
      legend={<StudyLine study={place.study} start="Compare at the last step" what="running and comparing" />}
    />
  )
}
