import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { ANSWERS } from './spec'

/** How many unseen questions each arm answers, by their hops. */
export default function AnswersPanel(place: PanelPlace) {
  return <Panel spec={ANSWERS} {...place} />
}
