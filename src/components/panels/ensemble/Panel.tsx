import './ensemble.css'
import { useMemo, useState } from 'react'
import { isNetwork } from '../../../scenario'
import { planTailIndex } from '../../../store/studyPlans/tailIndex'
import { NumberControl } from '../../controls/NumberControl'
import { useScope, useScopeState, useTraces } from '../../scope'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyLine } from '../frame/StudyControl'
import { type EnsembleMode, ensembleSpec } from './spec'
import { tailIndexWords } from './tailIndex'

const VIEWS: readonly { readonly mode: EnsembleMode; readonly words: string; readonly hint: string }[] = [
  { mode: 'fan', words: 'loss', hint: 'Quantiles of the loss and its mean' },
  { mode: 'escapes', words: 'escapes', hint: 'How many replicas are still inside the threshold' },
]

/** The panel of the ensemble, fetched when a run has one. */
export default function EnsemblePanel(props: PanelPlace) {
  const scope = useScope()
  const preset = useScopeState(s => s.scenario.preset)
  const [mode, setMode] = useState<EnsembleMode>('fan')
  const network = useScopeState(s => isNetwork(s.scenario.model))
  const spec = useMemo(() => ensembleSpec(mode, network), [mode, network])
  const tools = VIEWS.map(({ mode: id, words, hint }) => (
    <button key={id} type="button" className="panel-choice" aria-pressed={mode === id} onClick={() => setMode(id)} data-hint={hint}>
      {words}
    </button>
  ))
  const map = useTraces(({ studies }) => studies.get('map') !== undefined)
  const threshold = (
    <div className="panel-field">
      <NumberControl path="ensemble.threshold" />
    </div>
  )
  const mapButton =
    map || network || preset === 'stability-map' ? null : (
      <button
        key="map"
        type="button"
        className="panel-choice"
        onClick={() => scope.study('map')}
        data-hint="Compute where in η and B the replicas leave"
      >
        map
      </button>
    )
  return (
    <Panel
      {...props}
      spec={spec}
      tools={[...tools, mapButton]}
      legend={mode === 'escapes' ? threshold : <TailIndexLine study={props.study} />}
    />
  )
}

/** The tail index of a linear model's arm, on demand, in words. */
function TailIndexLine({ study }: Pick<PanelPlace, 'study'>) {
  const fits = useScopeState(s => planTailIndex({ scenario: s.scenario, arm: '', step: s.step }) !== null)
  const words = useTraces(({ studies }) => tailIndexWords(studies.get('tail-index')?.parts[0]))
  if (!fits) return null
  return (
    <>
      <StudyLine study={study} start="Tail index κ" what="walking" />
      {words && <p className="panel-study">{words}</p>}
    </>
  )
}
