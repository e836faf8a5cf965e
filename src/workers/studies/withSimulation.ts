import type { Scenario } from '../../scenario'
import { createBackend } from '../../sim/backends/create'
import type { Backend } from '../../sim/backends/types'
import type { Assets } from '../../sim/load'
import { createSimulation, type Simulation } from '../../sim/simulation'

/** Opens the backend of a scenario on the CPU for as long as `use` takes. */
export async function onProcessor<T>(scenario: Scenario, use: (backend: Backend) => Promise<T>): Promise<T> {
  const backend = await createBackend(scenario.backend === 'reference' ? 'reference' : 'wasm')
  try {
    return await use(backend)
  } finally {
    backend.dispose()
  }
}

/** Opens the simulation of a scenario on the CPU for as long as `use` takes. */
export function withSimulation<T>(
  scenario: Scenario,
  assets: Assets,
  use: (sim: Simulation) => Promise<T>,
  how?: Parameters<typeof createSimulation>[3],
): Promise<T> {
  return onProcessor(scenario, async backend => {
    const sim = await createSimulation(scenario, backend, assets, how)
    try {
      return await use(sim)
    } finally {
      sim.dispose()
    }
  })
}
