import './attention.css'
import { useEffect, useState } from 'react'
import { latestWins } from '../../../store'
import { useScope } from '../../scope'
import { NumberStepper } from '../frame/NumberStepper'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { useLive } from '../frame/stage'
import { ATTENTION } from './spec'

/** Asks for a look at the question whenever the run stands elsewhere; one look at a time. */
function useLooks(question: number): void {
  const scope = useScope()
  useEffect(() => {
    const { traces } = scope
    const here = () => `${traces.epoch}:${traces.cursor}`
    let asked = ''
    let over = false
    const look = latestWins(async () => {
      const { epoch } = traces
      // A run that is gone answers nothing: the next one is asked when it is there.
      const found = await scope.attention(question).catch(() => undefined)
      if (!over && found !== undefined && traces.epoch === epoch) traces.setAttention(found)
    })
    const ask = () => {
      if (asked === here()) return
      asked = here()
      void look(undefined)
    }
    ask()
    const leave = traces.subscribe(ask)
    return () => {
      over = true
      leave()
    }
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
