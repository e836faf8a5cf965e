import type { PanelPlace } from './extras'
import { Panel } from './Panel'
import { StudyControl } from './StudyControl'
import { VARIANCE } from './specs/variance'

/** Variance against flatness, gathered beside the run. */
export default function VariancePanel(place: PanelPlace) {
  return (
    <Panel
      spec={VARIANCE}
      {...place}
      legend={
        <div className="panel-study">
          <StudyControl kind="variance" start="Gather the path" what="gathering the path" />
        </div>
      }
    />
  )
}
