/** One point of a sweep over settings: a whole run, read at its start and at its end. */

import type { Columns, Scenario } from '../scenario'
import type { Backend } from './backends/types'
import type { Assets } from './load'
import type { Certificate } from './metrics/certificate'
import { createSimulation } from './simulation'

/** What one point of a sweep gives: rows of every arm at step 0 and at the last step, as a separate run would measure them. */
export interface SweepPart {
  readonly columns: Columns
  readonly start: readonly Float64Array[]
  readonly end: readonly Float64Array[]
  /** inf and sup of μ and g over every θ; null for models that are not linear, and where it would cost too much. */
  readonly certificate: Certificate | null
}

/** Steps between pauses. */
const SWEEP_STRIDE = 64

/** Runs one point of a sweep to its end, or to where every arm has diverged. `pause` is called between strides and may throw. */
export async function runPoint(
  scenario: Scenario,
  backend: Backend,
  assets: Assets | undefined,
  pause: (step: number) => void | Promise<void>,
): Promise<SweepPart> {
  const sim = await createSimulation(scenario, backend, assets)
  try {
    const rows = async () => (await sim.measure()).map(reading => reading.row)
    const start = await rows()
    while (sim.step < scenario.steps && !sim.divergences.every(Boolean)) {
      await sim.advance(SWEEP_STRIDE)
      await pause(sim.step)
    }
    return { columns: sim.columns, start, end: await rows(), certificate: await sim.certify(async () => pause(sim.step)) }
  } finally {
    sim.dispose()
  }
}
