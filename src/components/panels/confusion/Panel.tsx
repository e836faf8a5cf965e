import { useMemo, useState } from 'react'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { useLive } from '../frame/stage'
import { useLooks } from '../frame/useLooks'
import type { SampleSet } from './matrix'
import { confusionSpec } from './spec'

const HINTS: Readonly<Record<SampleSet, string>> = { train: 'The training samples', test: 'The held-out samples' }
/** All samples are looked at: at most a tenth of the run's time goes to it. */
const REST = 9

/** True class against predicted class of the selected arm, asked for while it is on the page. */
export default function ConfusionPanel(place: PanelPlace) {
  const [set, setSet] = useState<SampleSet>('train')
  useLooks(
    '',
    scope => scope.confusion(),
    ({ traces }, found) => traces.setConfusion(found),
    REST,
  )
  const spec = useMemo(() => confusionSpec(set), [set])
  const both = useLive(({ traces }) => traces.confusion?.found?.arms.some(({ train, test }) => train && test) ?? false)
  const tools = (Object.keys(HINTS) as SampleSet[]).map(name => (
    <button
      key={name}
      type="button"
      className="panel-choice"
      aria-pressed={set === name}
      data-usual={name === 'train' || undefined}
      data-hint={HINTS[name]}
      onClick={() => setSet(name)}
    >
      {name}
    </button>
  ))
  return <Panel spec={spec} {...place} tools={both && tools} />
}
