/**
 * Our own side: a scenario is opened as the command line or the page's worker opens it, and then takes steps or is measured. Nothing
 * behind `createSimulation` is touched.
 */
import { checkScenario, decodeLink, isNetwork, type Scenario } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import type { BackendId } from '../../src/sim/backends/types'
import type { Crew } from '../../src/sim/crew'
import type { Assets } from '../../src/sim/load'
import { createSimulation } from '../../src/sim/simulation'
import type { Make } from './jobs'
import type { Precision } from './shapes'

export interface OurJob {
  readonly link: string
  /** The one arm of the link that runs, or all of them. */
  readonly arm: string
  readonly kind: 'step' | 'mu'
  readonly precision: Precision
  readonly steps: number
  readonly backend?: BackendId
  /** Who compute parts of a measurement; nobody else by default. */
  readonly workers?: number
}

/** Opens a crew of so many. */
type OpenCrew = (workers: number) => Crew & { cancel(): void }

/** The scenario of a job, which never ends. */
function scenarioOf({ link, arm, precision }: Pick<OurJob, 'link' | 'arm' | 'precision'>): Scenario {
  // Links without the field are float64.
  const decoded = decodeLink(precision === 'f64' ? link : `${link}&precision=${precision}`)
  const arms = decoded.arms.filter(a => arm === 'all' || a.id === arm)
  return checkScenario({ ...decoded, arms, steps: 1e9, measure: { ...decoded.measure, k: 20, hessian: 0 } })
}

export function oursWith(assets: Assets, openCrew?: OpenCrew): Make {
  return async request => {
    const job = request as OurJob
    const scenario = scenarioOf(job)
    const id = job.backend ?? 'wasm'
    const backend = await createBackend(id)
    if (job.workers && !openCrew) throw new Error('no crews here')
    const crew = (job.workers && openCrew?.(job.workers)) || null
    const sim = await createSimulation(scenario, backend, assets, { crew })
    const dispose = () => {
      crew?.cancel()
      sim.dispose()
      backend.dispose()
    }
    // A device computes in float32: float64 comes from the processor, whatever was asked for.
    if (isNetwork(scenario.model) && id.startsWith('web') && sim.precision === 'f64') {
      dispose()
      throw new Error('not there yet: networks run on the processor')
    }
    // What is known of θ_0 is kept until the first step.
    await sim.advance(1)
    return { run: job.kind === 'step' ? () => sim.advance(job.steps) : () => sim.measure(), dispose, fingerprint: () => sim.fingerprint() }
  }
}
