import { useMemo, useState } from 'react'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { StudyLine } from '../frame/StudyControl'
import type { SeedColumn } from './bands'
import { SYMBOLS } from './sentence'
import { seedsSpec } from './spec'

const HINTS: Readonly<Record<SeedColumn, string>> = { loss: 'The loss', mu: 'Loss alignment', lambda_1: 'Largest eigenvalue of G' }
const COLUMNS = Object.keys(HINTS) as SeedColumn[]

/** The run under other seeds, computed beside it. */
export default function SeedsPanel(place: PanelPlace) {
  const [column, setColumn] = useState<SeedColumn>('loss')
  const spec = useMemo(() => seedsSpec(column), [column])
  const tools = COLUMNS.map(name => (
    <button
      key={name}
      type="button"
      className="panel-choice"
      aria-pressed={column === name}
      data-usual={name === 'loss' || undefined}
      onClick={() => setColumn(name)}
      data-hint={HINTS[name]}
    >
      {SYMBOLS[name]}
    </button>
  ))
  return <Panel spec={spec} {...place} tools={tools} legend={<StudyLine study={place.study} start="Run" what="running seeds" />} />
}
