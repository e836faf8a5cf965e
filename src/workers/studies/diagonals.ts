import { Fault } from '../../lib/fault'
import { elementAt } from '../../lib/values'
import type { Scenario } from '../../scenario'
import { type DiagonalFit, type Diagonals, diagonalsOf, fitDiagonal } from '../../sim/spectrum/diagonals'
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
}

/** Share of the work that the run itself is counted as. */
const RUN_SHARE = 0.4
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
      report: (done, total) => report(RUN_SHARE + ((1 - RUN_SHARE) * done) / total, 1),
    })
    const against = (x: Float64Array) => fitDiagonal(parts.sigma, x)
    const fits = [against(parts.G.values.map(v => twoL * v)), against(parts.H.values), against(parts.h2.values)] as const
    return { ...parts, fits, step: sim.divergences[0]?.step ?? sim.step }
  })
