import type { PanelPlace } from './extras'
import { Panel } from './Panel'
import { StudyControl } from './StudyControl'
import { MARGIN } from './specs/margin'

/** Margins of classifiers on the scenario's inputs, beside the run. */
export default function MarginPanel(place: PanelPlace) {
  return (
    <Panel
      spec={MARGIN}
      {...place}
      legend={
        <div className="panel-study">
          <StudyControl kind="margin" start="Classify" what="classifying" />
        </div>
      }
    />
  )
}
