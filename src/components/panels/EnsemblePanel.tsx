import './ensemble.css'
import { useMemo, useState } from 'react'
import { NumberControl } from '../controls/NumberControl'
import type { PanelPlace } from './extras'
import { Panel } from './Panel'
import { type EnsembleMode, ensembleSpec } from './specs/ensemble'

const VIEWS: readonly { readonly mode: EnsembleMode; readonly words: string; readonly hint: string }[] = [
  { mode: 'fan', words: 'loss', hint: 'Quantiles of the loss, its mean and its exact expectation' },
  { mode: 'escapes', words: 'escapes', hint: 'How many replicas are still inside the threshold' },
]

/** The panel of the ensemble, fetched when a run has one. */
export default function EnsemblePanel(props: PanelPlace) {
  const [mode, setMode] = useState<EnsembleMode>('fan')
  const spec = useMemo(() => ensembleSpec(mode), [mode])
  const tools = VIEWS.map(({ mode: id, words, hint }) => (
    <button key={id} type="button" className="panel-choice" aria-pressed={mode === id} onClick={() => setMode(id)} data-hint={hint}>
      {words}
    </button>
  ))
  const threshold = (
    <div className="panel-field">
      <NumberControl path="ensemble.threshold" />
    </div>
  )
  return <Panel key={mode} {...props} spec={spec} tools={tools} legend={mode === 'escapes' ? threshold : null} />
}
