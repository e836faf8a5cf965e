import type { Scenario } from '../../scenario'
import { runStationary, type StationaryPlan, type StationaryReport } from '../../sim/stationary/run'
import type { Compute } from './study'
import { withSimulation } from './withSimulation'

export interface VarianceTask {
  /** With one arm. */
  readonly scenario: Scenario
  readonly plan: StationaryPlan
}
export type VariancePart = StationaryReport

export const compute: Compute<VarianceTask, VariancePart> = ({ scenario, plan }, { assets, report, show }) =>
  withSimulation(scenario, assets, sim =>
    runStationary(sim, plan, (done, total, known) => {
      report(done, total)
      if (known) show(known)
    }),
  )
