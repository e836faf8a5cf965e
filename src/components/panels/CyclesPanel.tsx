import { useState } from 'react'
import { formatValue } from '../../charts'
import { useTraces } from '../scope'
import type { PanelPlace } from './extras'
import { Panel } from './Panel'
import { StudyControl } from './StudyControl'
import { CYCLE_HEADER, CYCLES, type CycleArm, cycleArms, cycleRows } from './specs/cycles'
import { useStage } from './stage'

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
          <div className="panel-study">
            <StudyControl kind="cycles" start="Read the cycles" what="reading cycles" />
          </div>
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
  const arms = cycleArms(stage.view)
  return (
    <section className="panel-table" aria-label="Cycles of every arm">
      <table>
        <thead>
          <tr>
            <th scope="col">arm</th>
            {CYCLE_HEADER.map(name => (
              <th key={name} scope="col">
                {HEADS[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{arms.map(arm => rowsOf(arm))}</tbody>
      </table>
    </section>
  )
}

const rowsOf = (arm: CycleArm) =>
  cycleRows(arm).map(row => (
    <tr key={`${arm.id} ${row[0]}`}>
      <th scope="row">{arm.label}</th>
      {row.map((value, i) => (
        <td key={CYCLE_HEADER[i]}>{Number.isNaN(value) ? '–' : formatValue(value, 3)}</td>
      ))}
    </tr>
  ))
