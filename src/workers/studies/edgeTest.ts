import type { Scenario } from '../../scenario'
import { createBackend } from '../../sim/backends/create'
import { type EdgeReport, edgeTest } from '../../sim/edgeTest'
import { createSimulation } from '../../sim/simulation'
import type { Compute } from './study'

/** The run of one arm, forked at a step; a task for each set of random numbers that it goes on with. */
export interface EdgeTestTask {
  readonly scenario: Scenario
  readonly step: number
  /** 0 for those of the run itself. */
  readonly repeat: number
}
export interface EdgeTestPart extends EdgeReport {
  readonly repeat: number
}

export const compute: Compute<EdgeTestTask, EdgeTestPart> = async (task, { assets, report }) => {
  const backend = await createBackend(task.scenario.backend === 'reference' ? 'reference' : 'wasm')
  try {
    const found = await edgeTest(
      task,
      async (scenario, use) => {
        const sim = await createSimulation(scenario, backend, assets, { planeLater: true, tried: true })
        try {
          return await use(sim)
        } finally {
          sim.dispose()
        }
      },
      report,
    )
    return { ...found, repeat: task.repeat }
  } finally {
    backend.dispose()
  }
}
