import { STREAM } from '../../lib/philox'
import { elementAt, numberAt } from '../../lib/values'
import { cellScenario, isSgd, logSpaced, MAP, mapSizes, type Scenario } from '../../scenario'
import { createBackend } from '../../sim/backends/create'
import type { EnsembleKernel } from '../../sim/backends/ensemble'
import type { Backend } from '../../sim/backends/types'
import { createEnsembles } from '../../sim/backends/wasm/ensemble'
import { type CellReading, readCell } from '../../sim/ensemble/map'
import { type EnsembleProblem, openEnsembleProblem } from '../../sim/ensemble/problem'
import type { Assets } from '../../sim/load'
import { meanSquareEdge } from '../../sim/metrics/meanSquareEdge'
import { createSimulation } from '../../sim/simulation'
import { noiseStrength } from '../../theory/escapeMoments'
import type { Compute } from './study'

/** Some cells of one batch size. */
export interface MapTask {
  /** As in `cellScenario`; η and B of its first SGD arm do not matter. */
  readonly scenario: Scenario
  /** Place of the batch size in `mapSizes`, and places of the learning rates. */
  readonly size: number
  readonly etas: readonly number[]
  /** A first look: few replicas, and no fingerprint. */
  readonly draft: boolean
}

export interface MapCell extends CellReading {
  /** Place of the learning rate, and its value. */
  readonly at: number
  readonly eta: number
  readonly replicas: number
  /** Of the run that the cell's link opens, at its end: computed by that very simulation. '' in a first look. */
  readonly fingerprint: string
}

export interface MapPart {
  readonly size: number
  readonly B: number
  readonly cells: readonly MapCell[]
  /** All learning rates of the map. */
  readonly etas: readonly number[]
  /** η at which ρ = 1 for this batch size; NaN where it would take long. */
  readonly edge: number
  /** GD leaves at 2/λ_1; the paper's line is √(B/μ)/‖G‖_F, with μ as measured at the start. */
  readonly lambda1: number
  readonly frobG: number
  readonly mu: number
}

/** Multiplications of one step of the exact recursion up to which the edge is computed. */
const EDGE_WORK = 1e7

/** What the tasks of one map share. */
interface MapGround {
  readonly key: string
  readonly backend: Backend
  readonly problem: EnsembleProblem
  readonly kernels: { readonly draft: EnsembleKernel; readonly full: EnsembleKernel }
  readonly facts: Pick<MapPart, 'etas' | 'lambda1' | 'frobG' | 'mu'>
}

/** A worker keeps what the tasks of a map share from task to task. */
let ground: { readonly key: string; readonly value: Promise<MapGround> } | undefined

function groundOf(scenario: Scenario, assets: Assets): Promise<MapGround> {
  const key = JSON.stringify(scenario)
  if (ground?.key !== key) ground = { key, value: open(key, scenario, assets) }
  return ground.value
}

async function open(key: string, scenario: Scenario, assets: Assets): Promise<MapGround> {
  const backend = await createBackend(scenario.backend === 'reference' ? 'reference' : 'wasm')
  const [problem, make] = await Promise.all([openEnsembleProblem(scenario, backend, assets), createEnsembles()])
  const kernel = (R: number) => make(problem, R, scenario.seed, STREAM.ensemble)
  const kernels = { draft: await kernel(MAP.draft), full: await kernel(MAP.replicas) }
  const sim = await createSimulation(scenario, backend, assets)
  const readings = (await sim.measure()).filter((_, a) => isSgd(elementAt(scenario.arms, a)))
  const { at } = sim.columns
  sim.dispose()
  const { row } = elementAt(readings, 0)
  const [lambda1, frobG, mu] = [numberAt(problem.lambda, 0), numberAt(row, at.frob_G), numberAt(row, at.mu)]
  const edge = stabilityEdge(problem, 1)
  const etas = logSpaced((Number.isNaN(edge) ? 0.5 / frobG : edge) / 4, 8 / lambda1, MAP.etas)
  return { key, backend, problem, kernels, facts: { etas, lambda1, frobG, mu } }
}

function stabilityEdge({ n, s, lambda, features }: EnsembleProblem, B: number): number {
  if (n * s * s > EDGE_WORK) return Number.NaN
  return meanSquareEdge({ n, s, lambda, features }, noiseStrength(B, n, true))
}

export const compute: Compute<MapTask, MapPart> = async ({ scenario, size, etas, draft }, { assets, report }) => {
  const { backend, problem, kernels, facts } = await groundOf(scenario, assets)
  const B = numberAt(mapSizes(problem.n), size)
  const kernel = draft ? kernels.draft : kernels.full
  const cells: MapCell[] = []
  for (const at of etas) {
    const eta = numberAt(facts.etas, at)
    const reading = await readCell(problem, kernel, scenario.ensemble.threshold, eta, B)
    const fingerprint = draft ? '' : await fingerprintOf(cellScenario(scenario, eta, B), backend, assets)
    cells.push({ at, eta, ...reading, replicas: kernel.R, fingerprint })
    report(cells.length, etas.length)
  }
  return { size, B, cells, edge: stabilityEdge(problem, B), ...facts }
}

async function fingerprintOf(scenario: Scenario, backend: Backend, assets: Assets): Promise<string> {
  const sim = await createSimulation(scenario, backend, assets)
  try {
    await sim.advance(MAP.steps)
    return await sim.fingerprint()
  } finally {
    sim.dispose()
  }
}
