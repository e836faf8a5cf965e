import type { Scenario } from '../../scenario'
import { readSeed, type SeedReport } from '../../sim/seeds'
import type { Compute } from './study'
import { withSimulation } from './withSimulation'

/** The run under one seed. */
export interface SeedsTask {
  readonly scenario: Scenario
  /** Where it is read, ascending. */
  readonly steps: readonly number[]
}
export type SeedsPart = SeedReport

export const compute: Compute<SeedsTask, SeedsPart> = ({ scenario, steps }, { assets, report, show }) =>
  withSimulation(scenario, assets, sim =>
    readSeed(sim, steps, (done, known) => {
      report(done, steps.length)
      show(known)
    }),
  )
