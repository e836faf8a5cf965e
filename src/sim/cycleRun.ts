/**
 * Runs one arm over whole cycles of its learning rate and compares the ends of neighbouring cycles: `runCycles`, for the
 * study of cyclic schedules (THEORY.md §6).
 */

import type { Columns } from '../scenario'
import { cycleEnds, type Passage, passage } from './cycles'
import type { Reading } from './reading'
import type { Simulation } from './simulation'

/** An arm at the end of a cycle, and how it came there from the end of the one before (for cycle 0, the start: no passage). */
export interface CycleEnd {
  readonly cycle: number
  readonly step: number
  /** In the order of the simulation's columns. */
  readonly row: Float64Array
  readonly passage: Passage | null
}

export interface CycleReport {
  readonly columns: Columns
  readonly ends: readonly CycleEnd[]
  /** The step that could not be taken, where the run diverged before the end of its last cycle. */
  readonly divergedAt: number | null
}

/** Steps between two calls of `tick`. */
const CYCLE_STRIDE = 256

/**
 * Runs a simulation of one arm to the end of its last whole cycle and reads it at the start and wherever a cycle of
 * `period` steps ends; `sharp`
 * leading directions of G span the sharp subspace. `tick` is called often, with what is known so far whenever that grew.
 */
export async function runCycles(
  sim: Simulation,
  period: number,
  sharp: number,
  tick: (step: number, total: number, known: CycleReport | null) => void,
): Promise<CycleReport> {
  const { columns, scenario, probe } = sim
  const stops = cycleEnds(period, scenario.steps)
  const total = stops.at(-1) ?? 0
  const ends: CycleEnd[] = []
  const thetaNow = async () => (await sim.states())[0].theta.slice()
  const report = (): CycleReport => ({ columns, ends: [...ends], divergedAt: sim.divergences[0]?.step ?? null })
  const add = async (cycle: number, between: Passage | null) => {
    const [reading] = (await sim.measure()) as [Reading]
    ends.push({ cycle, step: sim.step, row: reading.row, passage: between })
    tick(sim.step, total, report())
  }
  await add(0, null)
  let before = await thetaNow()
  for (const [index, stop] of stops.entries()) {
    while (sim.step < stop) {
      await sim.advance(Math.min(CYCLE_STRIDE, stop - sim.step))
      tick(sim.step, total, null)
    }
    if (sim.divergences[0]) break
    const theta = await thetaNow()
    await add(index + 1, await passage(probe, before, theta, sharp))
    before = theta
  }
  return report()
}
