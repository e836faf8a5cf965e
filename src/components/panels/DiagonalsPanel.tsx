import type { PanelPlace } from './extras'
import { Panel } from './Panel'
import { StudyControl } from './StudyControl'
import { DIAGONALS } from './specs/diagonals'

/** Noise against curvature by entries, at the end of a run of its own. */
export default function DiagonalsPanel(place: PanelPlace) {
  return (
    <Panel
      spec={DIAGONALS}
      {...place}
      legend={
        <div className="panel-study">
          <StudyControl kind="diagonals" start="Compare at the last step" what="running and comparing" />
        </div>
      }
    />
  )
}
