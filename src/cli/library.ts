/**
 * The package as a library, for Node: the scenarios, and the simulation that the page and the command line run.
 *
 *     import { createSimulation, decodeLink } from 'noisescope'
 *
 *     const sim = await createSimulation(decodeLink('s=linear-anisotropic&B=1&seed=7'))
 *     await sim.advance(100)
 *     const [{ arm, row }] = await sim.measure()
 *     row[sim.columns.at.mu]        // μ of the first arm, as in metrics.csv
 *     await sim.fingerprint()       // that of the command line and of the page
 *     sim.dispose()
 */

import { PRESETS, type Scenario } from '../scenario'
import { pythonFile, scriptOf } from '../sim/script/pythonScript'
import { createSimulation as openSimulation, type Simulation } from '../sim/simulation'
import { withTheory } from '../workers/theory'
import { ASSETS } from './assets'
import { openBackend } from './backend'
import { VERSION } from './version'

export { decodeLink, encodeLink, parseScenario, type Scenario, ScenarioError } from '../scenario'
export type { Reading } from '../sim/reading'

/** A scenario to start from. */
export interface LibraryPreset {
  readonly id: string
  readonly title: string
  /** What is to be seen, in a sentence. */
  readonly reading: string
  readonly scenario: Scenario
}

/** All presets, in the order of the page's menu. */
export const presets: readonly LibraryPreset[] = [...PRESETS.values()].map(({ id, title, reading, scenario }) => ({
  id,
  title,
  reading,
  scenario,
}))

/** A run of all arms of a scenario: takes steps, and reads rows with every column of metrics.csv. */
export type LibrarySimulation = Pick<
  Simulation,
  | 'scenario'
  | 'data'
  | 'columns'
  | 'p'
  | 'step'
  | 'divergences'
  | 'advance'
  | 'measure'
  | 'change'
  | 'snapshot'
  | 'restore'
  | 'states'
  | 'lastBatch'
  | 'residuals'
  | 'gram'
  | 'landscape'
  | 'fingerprint'
  | 'dispose'
>

/**
 * Opens a scenario at step 0, on the backend that it names: `auto` is wasm, whose bits are the same everywhere; `webgpu` and `webgl`
 * need a page. The caller disposes it. Throws a ScenarioError for what cannot be.
 */
export async function createSimulation(scenario: Scenario): Promise<LibrarySimulation> {
  const backend = await openBackend(scenario.backend)
  try {
    const sim = await openSimulation(scenario, backend, ASSETS, { planeLater: true })
    return facade(sim, () => {
      sim.dispose()
      backend.dispose()
    })
  } catch (error) {
    backend.dispose()
    throw error
  }
}

/**
 * The run of a scenario, to a step (its own last one by default), as one Python file that computes it anew and compares itself with it.
 * Throws a ScenarioError for what a script cannot do.
 */
export async function pythonScript(scenario: Scenario, { steps = scenario.steps }: { readonly steps?: number } = {}): Promise<string> {
  const backend = await openBackend(scenario.backend)
  try {
    return pythonFile(await scriptOf({ ...scenario, steps }, backend, ASSETS, { version: VERSION }))
  } finally {
    backend.dispose()
  }
}

function facade(sim: Simulation, dispose: () => void): LibrarySimulation {
  return {
    get scenario() {
      return sim.scenario
    },
    get step() {
      return sim.step
    },
    get divergences() {
      return sim.divergences
    },
    data: sim.data,
    columns: sim.columns,
    p: sim.p,
    async measure(onShare) {
      const readings = await sim.measure(onShare)
      withTheory(readings, sim)
      return readings
    },
    advance: sim.advance,
    change: sim.change,
    snapshot: sim.snapshot,
    restore: sim.restore,
    states: sim.states,
    lastBatch: sim.lastBatch,
    residuals: sim.residuals,
    gram: sim.gram,
    landscape: sim.landscape,
    fingerprint: sim.fingerprint,
    dispose,
  }
}
