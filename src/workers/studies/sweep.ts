import type { Scenario } from '../../scenario/types'
import { createBackend } from '../../sim/backends/choose'
import type { Certificate } from '../../sim/metrics/certificate'
import type { Columns } from '../../sim/reading'
import { createSimulation } from '../../sim/simulation'
import type { Compute } from './kinds'

/** One point of a sweep: the scenario with the swept field at its value. */
export interface SweepTask {
  readonly scenario: Scenario
}

/** Rows of every arm at step 0 and at the scenario's last step. */
export interface SweepPart {
  readonly columns: Columns
  readonly start: readonly Float64Array[]
  readonly end: readonly Float64Array[]
  readonly certificate: Certificate | null
}

/** Steps between reports. */
const STRIDE = 64

export const compute: Compute<SweepTask, SweepPart> = async ({ scenario }, { assets, report }) => {
  const backend = await createBackend(scenario.backend === 'reference' ? 'reference' : 'wasm')
  try {
    const sim = await createSimulation(scenario, backend, assets)
    try {
      const rows = async () => (await sim.measure()).map(reading => reading.row)
      const start = await rows()
      while (sim.step < scenario.steps && !sim.divergences.every(Boolean)) {
        await sim.advance(STRIDE)
        report(sim.step, scenario.steps)
      }
      return { columns: sim.columns, start, end: await rows(), certificate: await sim.certify(async () => {}) }
    } finally {
      sim.dispose()
    }
  } finally {
    backend.dispose()
  }
}
