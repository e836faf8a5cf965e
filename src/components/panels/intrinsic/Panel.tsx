import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyLine } from '../frame/StudyControl'
import { INTRINSIC } from './spec'

/** E[L] of every arm over intrinsic time, split into what is left of the start and of the noise. */
export default function IntrinsicPanel(place: PanelPlace) {
  return <Panel spec={INTRINSIC} {...place} legend={<StudyLine study={place.study} start="Split E[L]" what="recursions" />} />
}
