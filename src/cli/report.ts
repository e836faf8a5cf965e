import { encodeLink, type Stopped } from '../scenario'
import type { BackendId } from '../sim/backends/types'
import type { DataInfo } from '../sim/files/proposal'
import type { Certificate } from '../sim/metrics/certificate'
import type { Simulation } from '../sim/simulation'
import { VERSION } from './version'

interface Outcome {
  readonly backend: BackendId
  /** Seconds for steps and measurements. */
  readonly wall: number
  readonly interrupted: boolean
  /** What ended the run before its last step. */
  readonly early: Stopped | null
  readonly certificate: Certificate | null
  readonly fingerprint: string
  /** User data. */
  readonly own: DataInfo | null
  /** Names of the run's files, from this arm's folder. */
  readonly files: readonly string[]
}

/** The contents of run.json for one arm, see docs/files.md. */
export function runFacts(sim: Simulation, arm: number, outcome: Outcome) {
  const { scenario } = sim
  const { certificate } = outcome
  return {
    versions: { noisescope: VERSION, node: process.versions.node },
    arm: scenario.arms[arm]?.id,
    backend: outcome.backend,
    precision: sim.precision,
    model: scenario.model.kind,
    layers: trainedLayers(sim),
    data: scenario.data.source === 'file' ? outcome.own : null,
    n: sim.data.n,
    d: sim.data.d,
    outputs: sim.data.outputs,
    p: sim.p,
    final_step: sim.step,
    interrupted: outcome.interrupted,
    stopped: outcome.early,
    divergence: sim.divergences[arm] ?? null,
    fingerprint: outcome.fingerprint,
    wall_time_s: Math.round(outcome.wall * 1000) / 1000,
    certificate: certificate && { mu: certificate.mu, g: pairs(certificate.g) },
    files: outcome.files,
    columns: sim.columns.names,
    link: encodeLink(scenario),
    scenario,
  }
}

/** Names of a network's trained layers, in the order of the columns layer_G_1, layer_mu_1, …; null for other models. */
function trainedLayers({ model }: Simulation): string[] | null {
  return model.kind === 'network' ? model.net.layers.filter(l => l.trained).map(l => `layer${l.index + 1}`) : null
}

const pairs = (values: Float64Array) => Array.from({ length: values.length / 2 }, (_, k) => [values[2 * k], values[2 * k + 1]])
