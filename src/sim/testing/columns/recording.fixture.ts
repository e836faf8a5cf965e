import { type Arm, armAt, type Scenario } from '../../../scenario'
import { createReferenceBackend } from '../../backends/reference'
import type { Assets } from '../../load'
import type { Population, Reading } from '../../reading'
import { createSimulation, type Simulation } from '../../simulation'

/** A scenario whose rows are compared, at step 0 and at its last step but one. */
export interface Case {
  readonly title: string
  readonly scenario: Scenario
  readonly assets?: Assets
  /** By arm, where its escape begins: at the planted minimum, or at a step. */
  readonly begins?: Readonly<Record<string, 'planted' | number>>
}

/** One arm at one step, with everything it did before and the step it takes next. */
export interface Here {
  readonly sim: Simulation
  readonly settings: Arm
  readonly step: number
  readonly begins: 'planted' | number | undefined
  /** θ at steps 0 … step + 1. */
  readonly path: readonly Float64Array[]
  /** The minibatches of the steps 0 … step. */
  readonly batches: readonly Int32Array[]
  readonly theta: Float64Array
  readonly row: Float64Array
  readonly population: Population | null
}

/** Runs a case one step at a time; `complete` fills in what the simulation leaves to others. The caller disposes the simulation. */
export async function record(
  { scenario, assets, begins }: Case,
  complete: (sim: Simulation, reading: Reading) => void,
): Promise<{ sim: Simulation; here: Here[] }> {
  const sim = await createSimulation(scenario, createReferenceBackend(), assets)
  const thetas = async () => (await sim.states()).map(s => s.theta.slice())
  const paths = (await thetas()).map(theta => [theta])
  const batches: Int32Array[][] = scenario.arms.map(() => [])
  const here: Here[] = []
  for (let step = 0; step < scenario.steps; step++) {
    const readings = step === 0 || step === scenario.steps - 1 ? await sim.measure() : []
    await sim.advance(1)
    const after = await thetas()
    for (const [a, path] of paths.entries()) {
      path.push(after[a])
      batches[a].push(sim.lastBatch(a))
    }
    for (const [a, reading] of readings.entries()) {
      complete(sim, reading)
      const { arm, row, population } = reading
      const settings = armAt(scenario, a, step)
      const past = { path: [...paths[a]], batches: [...batches[a]], theta: paths[a][step] }
      here.push({ sim, settings, step, begins: begins?.[arm], ...past, row, population })
    }
  }
  return { sim, here }
}
