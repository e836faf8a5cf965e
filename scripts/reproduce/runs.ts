/** Runs of a link under other seeds. */
import { ASSETS } from '../../src/cli/assets'
import { openBackend } from '../../src/cli/backend'
import { decodeLink, type Scalar, type Scenario, type Vector } from '../../src/scenario'
import { createSimulation, type Simulation } from '../../src/sim/simulation'

/** A row of one arm, by the names of its columns; of groups the entry from 1. */
export type RowOf = (name: Scalar | Vector, entry?: number) => number

export async function withRun<T>(scenario: Scenario, use: (sim: Simulation) => Promise<T>): Promise<T> {
  const backend = await openBackend('wasm')
  const sim = await createSimulation(scenario, backend, ASSETS)
  try {
    return await use(sim)
  } finally {
    sim.dispose()
    backend.dispose()
  }
}

export const seeded = (link: string, seed: number): Scenario => ({ ...decodeLink(link), seed })

/** The rows of every arm, by its id, at the steps asked for; one that has diverged has no values. */
export async function rowsAt(scenario: Scenario, steps: readonly number[]): Promise<Map<string, RowOf>[]> {
  return withRun({ ...scenario, steps: Math.max(scenario.steps, ...steps) }, async sim => {
    const { at, first } = sim.columns
    const found: Map<string, RowOf>[] = []
    for (const step of steps) {
      while (sim.step < step) await sim.advance(step - sim.step)
      const readings = await sim.measure()
      found.push(
        new Map(
          readings.map(({ arm, row }, a) => {
            // Said of this step: a later one may be another matter.
            const gone = Boolean(sim.divergences[a])
            const value: RowOf = (name, entry = 1) =>
              gone ? Number.NaN : (row[name in at ? at[name as Scalar] : first[name as Vector] + entry - 1] ?? Number.NaN)
            return [arm, value]
          }),
        ),
      )
    }
    return found
  })
}

/** One after the other for seeds 1 … count. */
export async function overSeeds<T>(count: number, of: (seed: number) => Promise<T>): Promise<T[]> {
  const found: T[] = []
  for (let seed = 1; seed <= count; seed++) found.push(await of(seed))
  return found
}

/** The value of an arm at a step. */
export function valueAt(rows: Map<string, RowOf> | undefined, arm: string, name: Scalar | Vector, entry = 1): number {
  return rows?.get(arm)?.(name, entry) ?? Number.NaN
}
