import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyLine } from '../frame/StudyControl'
import { VARIANCE } from './spec'

/** Variance against flatness, gathered beside the run. */
export default function VariancePanel(place: PanelPlace) {
  return <Panel spec={VARIANCE} {...place} legend={<StudyLine study={place.study} start="Gather the path" what="gathering the path" />} />
}
