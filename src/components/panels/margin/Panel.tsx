import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyLine } from '../frame/StudyControl'
import { MARGIN } from './spec'

/** Margins of classifiers on the scenario's inputs, beside the run. */
export default function MarginPanel(place: PanelPlace) {
  return <Panel spec={MARGIN} {...place} legend={<StudyLine study={place.study} start="Classify" what="classifying" />} />
}
