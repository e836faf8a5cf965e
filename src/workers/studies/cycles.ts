import type { Scenario } from '../../scenario/types'
import { createBackend } from '../../sim/backends/choose'
import { type CycleReport, runCycles } from '../../sim/cycleRun'
import { createSimulation } from '../../sim/simulation'
import type { Compute } from './kinds'

export interface CyclesTask {
  /** With one arm. */
  readonly scenario: Scenario
  /** Steps per cycle. */
  readonly period: number
  /** Leading directions of G that count as sharp. */
  readonly sharp: number
}
export type CyclesPart = CycleReport

export const compute: Compute<CyclesTask, CyclesPart> = async ({ scenario, period, sharp }, { assets, report, show }) => {
  const backend = await createBackend(scenario.backend === 'reference' ? 'reference' : 'wasm')
  try {
    const sim = await createSimulation(scenario, backend, assets)
    try {
      return await runCycles(sim, period, sharp, (step, total, known) => {
        report(step, total)
        if (known) show(known)
      })
    } finally {
      sim.dispose()
    }
  } finally {
    backend.dispose()
  }
}
