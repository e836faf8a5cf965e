import './attention.css'
import { useEffect, useState } from 'react'
import { useScope } from '../../scope'
import { NumberStepper } from '../frame/NumberStepper'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { useLive } from '../frame/stage'
import { ATTENTION } from './spec'

/** Asks for a look at the question whenever the run stands elsewhere. */
function useLooks(question: number): void {
  const scope = useScope()
  useEffect(() => {
    const { traces } = scope
    let asked = ''
    const ask = () => {
      const { epoch, cursor } = traces
      if (asked === `${epoch}:${cursor}`) return
      asked = `${epoch}:${cursor}`
      scope.requestAttention(question)
    }
    ask()
    return traces.subscribe(ask)
  }, [scope, question])
}

/** What the selected arm looks at in a question, to be chosen. */
export default function AttentionPanel(place: PanelPlace) {
  const [question, setQuestion] = useState(1)
  useLooks(question - 1)
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
