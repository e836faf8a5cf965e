import './grid.css'
import { useMemo, useState } from 'react'
import { useScope } from '../../scope'
import { deferred } from '../../ui/deferred'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyControl } from '../frame/StudyControl'
import type { GridStatistic } from './reading'
import { gridSpec } from './spec'

const PlanDialog = deferred(() => import('./PlanDialog'))

const HINTS: Readonly<Record<GridStatistic, string>> = {
  median: 'Over the seeds, the median with the quartiles',
  mean: 'Over the seeds, the mean with its standard error',
}

/** A sweep over one field or two, a run for every combination. */
export default function GridPanel(place: PanelPlace) {
  const scope = useScope()
  const [statistic, setStatistic] = useState<GridStatistic>('median')
  const [planning, setPlanning] = useState(false)
  const spec = useMemo(() => gridSpec(statistic, scope.openScenario), [statistic, scope])
  const tools = (Object.keys(HINTS) as GridStatistic[]).map(name => (
    <button
      key={name}
      type="button"
      className="panel-choice"
      aria-pressed={statistic === name}
      data-hint={HINTS[name]}
      onClick={() => setStatistic(name)}
    >
      {name}
    </button>
  ))
  const legend = (
    <div className="panel-study grid-line">
      <StudyControl study={place.study} start="Start the sweep" what="sweeping" />
      <button type="button" className="link-button" aria-haspopup="dialog" onClick={() => setPlanning(true)}>
        What is swept …
      </button>
      {planning && <PlanDialog before={undefined} onClose={() => setPlanning(false)} />}
    </div>
  )
  return <Panel spec={spec} {...place} tools={tools} legend={legend} />
}
