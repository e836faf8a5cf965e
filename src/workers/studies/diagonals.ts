import { Fault } from '../../lib/fault'
import { elementAt } from '../../lib/values'
import type { Scenario } from '../../scenario'
import type { Model } from '../../sim/dynamics'
import { type DiagonalFit, type Diagonals, diagonalsOf, fitDiagonal } from '../../sim/spectrum/diagonals'
import { type Block, type EigenLaw, eigenLaws } from '../../sim/spectrum/inEigenbasis'
import type { Compute } from './study'
import { withSimulation } from './withSimulation'

export interface DiagonalsTask {
  /** With one arm; its diagonals are read after the scenario's last step. */
  readonly scenario: Scenario
}
export interface DiagonalsPart extends Diagonals {
  readonly step: number
  /** Σ_jj against 2L·G_jj, H_jj and E[h²]_jj. */
  readonly fits: readonly [DiagonalFit | null, DiagonalFit | null, DiagonalFit | null]
  /** v_kᵀΣv_k against λ_k(H) along the eigenvectors of H, of all parameters and of each trained layer. */
  readonly laws: readonly EigenLaw[]
}

/** Share of the work that the run itself is counted as. */
const RUN_SHARE = 0.4
/** Share of the comparing that the eigenvectors are counted as. */
const LAWS_SHARE = 0.5
const STEPS_PER_REPORT = 256

export const compute: Compute<DiagonalsTask, DiagonalsPart> = ({ scenario }, { assets, report }) =>
  withSimulation(scenario, assets, async sim => {
    while (sim.step < scenario.steps && !sim.divergences[0]) {
      await sim.advance(STEPS_PER_REPORT)
      report((RUN_SHARE * sim.step) / scenario.steps, 1)
    }
    const theta = elementAt(await sim.states(), 0).theta
    const curvatures = await sim.probe.curvatures(theta)
    if (!curvatures) throw new Fault('This model has no curvature in its parameters', 'choose another model')
    const twoL = 2 * sim.probe.lossAt(theta)
    const parts = diagonalsOf(curvatures, {
      seed: scenario.seed,
      twoL,
      report: (done, total) => report(RUN_SHARE + ((1 - RUN_SHARE) * (1 - LAWS_SHARE) * done) / total, 1),
    })
    const against = (x: Float64Array) => fitDiagonal(parts.sigma, x)
    const fits = [against(parts.G.values.map(v => twoL * v)), against(parts.H.values), against(parts.h2.values)] as const
    const laws = eigenLaws(curvatures, blocksOf(sim.model, curvatures.p), (done, total) =>
      report(1 - (1 - RUN_SHARE) * LAWS_SHARE * (1 - done / total), 1),
    )
    return { ...parts, fits, laws, step: sim.divergences[0]?.step ?? sim.step }
  })

/** All trained parameters, and those of each trained layer where there are several. */
function blocksOf(model: Model, p: number): Block[] {
  const all = { layer: 0, from: 0, to: p }
  if (model.kind !== 'network') return [all]
  let from = 0
  const layers = model.net.layers
    .filter(({ trained }) => trained)
    .map(({ weights, biases }, at) => {
      const block = { layer: at + 1, from, to: from + weights + biases }
      from = block.to
      return block
    })
  return layers.length > 1 ? [all, ...layers] : [all]
}
