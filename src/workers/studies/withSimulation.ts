import type { Scenario } from '../../scenario'
import { createBackend } from '../../sim/backends/create'
import type { Assets } from '../../sim/load'
import { createSimulation, type Simulation } from '../../sim/simulation'

/** Opens the simulation of a scenario on the CPU for as long as `use` takes. */
export async function withSimulation<T>(scenario: Scenario, assets: Assets, use: (sim: Simulation) => Promise<T>): Promise<T> {
  const backend = await createBackend(scenario.backend === 'reference' ? 'reference' : 'wasm')
  try {
    const sim = await createSimulation(scenario, backend, assets)
    try {
      return await use(sim)
    } finally {
      sim.dispose()
    }
  } finally {
    backend.dispose()
  }
}
