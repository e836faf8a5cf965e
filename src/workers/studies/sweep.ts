import type { Scenario } from '../../scenario'
import { createBackend } from '../../sim/backends/create'
import { runPoint, type SweepPart } from '../../sim/sweep'
import type { Compute } from './study'

/** One point of a sweep: the scenario with the swept field at its value. */
export interface SweepTask {
  readonly value: number
  readonly scenario: Scenario
}
export type { SweepPart }

export const compute: Compute<SweepTask, SweepPart> = async ({ scenario }, { assets, report }) => {
  const backend = await createBackend(scenario.backend === 'reference' ? 'reference' : 'wasm')
  try {
    return await runPoint(scenario, backend, assets, step => report(step, scenario.steps))
  } finally {
    backend.dispose()
  }
}
