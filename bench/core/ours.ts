/**
 * Our own side: a scenario is opened as the command line or the page's worker opens it, and then takes steps or is measured. Nothing
 * behind `createSimulation` is touched.
 */
import { checkScenario, decodeLink, isNetwork, type Scenario } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import type { BackendId } from '../../src/sim/backends/types'
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
}

export const NO_PRECISION = 'not there yet: links know no precision'

/** The scenario of a job, which never ends. */
function scenarioOf({ link, arm, precision }: Pick<OurJob, 'link' | 'arm' | 'precision'>): Scenario {
  // Links without the field are float64.
  const decoded = decodeLink(precision === 'f64' ? link : `${link}&precision=${precision}`)
  const arms = decoded.arms.filter(a => arm === 'all' || a.id === arm)
  return checkScenario({ ...decoded, arms, steps: 1e9, measure: { ...decoded.measure, k: 20, hessian: 0 } })
}

/** Whether this version has the precision for networks. */
export function hasPrecision(precision: Precision): boolean {
  try {
    scenarioOf({ link: 's=two-layer', arm: 'all', precision })
    return true
  } catch {
    return precision === 'f64'
  }
}

export function oursWith(assets: Assets): Make {
  return async request => {
    const job = request as OurJob
    if (!hasPrecision(job.precision)) throw new Error(NO_PRECISION)
    const scenario = scenarioOf(job)
    const id = job.backend ?? 'wasm'
    const backend = await createBackend(id)
    const sim = await createSimulation(scenario, backend, assets)
    const dispose = () => {
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
