import './attention.css'
import { useState } from 'react'
import { NumberStepper } from '../frame/NumberStepper'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { useLive } from '../frame/stage'
import { useLooks } from '../frame/useLooks'
import { ATTENTION } from './spec'

/** What the selected arm looks at in a question, to be chosen. */
export default function AttentionPanel(place: PanelPlace) {
  const [question, setQuestion] = useState(1)
  useLooks(
    question,
    scope => scope.attention(question - 1),
    ({ traces }, found) => traces.setAttention(found),
  )
  const count = useLive(({ traces }) => traces.attention?.count ?? 1)
  return (
    <Panel
      spec={ATTENTION}
      {...place}
      choice={
        <span className="question">
          <NumberStepper label="question" value={question} min={1} max={count} onChange={setQuestion} />
        </span>
      }
    />
  )
}
