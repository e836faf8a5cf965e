/**
 * Our own side: a scenario is opened as the command line opens it, and then takes steps or is measured. Nothing behind
 * `createSimulation` is touched.
 */
import { ASSETS } from '../../src/cli/assets'
import { openBackend } from '../../src/cli/backend'
import { checkScenario, decodeLink, type Scenario } from '../../src/scenario'
import { createSimulation } from '../../src/sim/simulation'
import type { Precision } from '../core/shapes'
import type { Job } from './job'

export interface OurJob {
  readonly link: string
  /** The one arm of the link that runs, or all of them. */
  readonly arm: string
  readonly kind: 'step' | 'mu'
  readonly precision: Precision
  readonly steps: number
}

/** The scenario of a job, which never ends. */
export function scenarioOf({ link, arm, precision }: Pick<OurJob, 'link' | 'arm' | 'precision'>): Scenario {
  // Links without the field are float64.
  const decoded = decodeLink(precision === 'f64' ? link : `${link}&precision=${precision}`)
  const arms = decoded.arms.filter(a => arm === 'all' || a.id === arm)
  return checkScenario({ ...decoded, arms, steps: 1e9, measure: { ...decoded.measure, k: 20, hessian: 0 } })
}

/** Whether there is float32 for networks in this version. */
export function hasPrecision(precision: Precision): boolean {
  try {
    scenarioOf({ link: 's=two-layer', arm: 'all', precision })
    return true
  } catch {
    return precision === 'f64'
  }
}

export async function makeOurs(request: object): Promise<Job> {
  const job = request as OurJob
  if (!hasPrecision(job.precision)) throw new Error('not there yet: links know no precision')
  const scenario = scenarioOf(job)
  const backend = await openBackend(scenario.backend)
  const sim = await createSimulation(scenario, backend, ASSETS)
  // What is known of θ_0 is kept until the first step.
  await sim.advance(1)
  return {
    run: job.kind === 'step' ? () => sim.advance(job.steps) : () => sim.measure(),
    dispose() {
      sim.dispose()
      backend.dispose()
    },
  }
}
