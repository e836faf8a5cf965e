import type { Scenario } from '../../scenario'
import { type CycleReport, runCycles } from '../../sim/cycleRun'
import type { Compute } from './study'
import { withSimulation } from './withSimulation'

export interface CyclesTask {
  /** With one arm. */
  readonly scenario: Scenario
  /** Steps per cycle. */
  readonly period: number
  /** Leading directions of G that count as sharp. */
  readonly sharp: number
}
export type CyclesPart = CycleReport

export const compute: Compute<CyclesTask, CyclesPart> = ({ scenario, period, sharp }, { assets, report, show }) =>
  withSimulation(scenario, assets, sim =>
    runCycles(sim, period, sharp, (step, total, known) => {
      report(step, total)
      if (known) show(known)
    }),
  )
