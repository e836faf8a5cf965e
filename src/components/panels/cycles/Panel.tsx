import { useState } from 'react'
import { formatValue } from '../../../charts'
import { useTraces } from '../../scope'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { Rich } from '../frame/Rich'
import { StudyLine } from '../frame/StudyControl'
import { useStage } from '../frame/stage'
import { CYCLE_HEADER, cycleArms, cycleRows } from './readings'
import { CYCLES } from './spec'

const HEADS: Record<(typeof CYCLE_HEADER)[number], string> = {
  cycle: 'cycle',
  step: 'step',
  loss: 'L',
  test_error: 'test error',
  lambda_1: 'λ₁(G)',
  lambda_H_1: 'λ₁(H)',
  trace_G: 'Tr G',
  frob_G: '‖G‖_F',
  sharp: 'sharp',
  flat: 'flat',
  barrier: 'barrier',
}

/** Flatness at the ends of cycles, as a picture or as a table. */
export default function CyclesPanel(place: PanelPlace) {
  const [table, setTable] = useState(false)
  return (
    <Panel
      spec={CYCLES}
      {...place}
      tools={
        <button
          type="button"
          className="panel-choice"
          aria-pressed={table}
          onClick={() => setTable(on => !on)}
          data-hint="Every reading of every cycle"
        >
          table
        </button>
      }
      legend={
        <>
          <StudyLine study={place.study} start="Read the cycles" what="reading cycles" />
          {table ? <CycleTable /> : null}
        </>
      }
    />
  )
}

function CycleTable() {
  const stage = useStage()
  // The parts are replaced as they grow: their ends are what is counted.
  useTraces(traces => (traces.studies.get('cycles')?.parts ?? []).map(part => part?.ends.length ?? 0).join())
  const arms = cycleArms(stage.view).map(arm => ({ ...arm, rows: cycleRows(arm) }))
  // Without held-out samples there is no test error.
  const shown = CYCLE_HEADER.flatMap((name, at) =>
    arms.some(({ rows }) => rows.some(row => !Number.isNaN(row[at] ?? Number.NaN))) ? [{ name, at }] : [],
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="panel-table" aria-label="Cycles of every arm" data-alone tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">arm</th>
            {shown.map(({ name }) => (
              <th key={name} scope="col">
                <Rich text={HEADS[name]} />
              </th>
            ))}
          </tr>
        </thead>
        {arms.map(({ id, label, rows }) => (
          <tbody key={id}>
            {rows.map(row => (
              <tr key={row[0]}>
                <th scope="row">{label}</th>
                {shown.map(({ name, at }) => (
                  <td key={name}>{readingText(name, row[at] ?? Number.NaN)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

function readingText(name: (typeof CYCLE_HEADER)[number], value: number): string {
  if (Number.isNaN(value)) return '–'
  return name === 'test_error' ? `${formatValue(100 * value, 3)} %` : formatValue(value, 3)
}
