/**
 * The check of cyclical learning rates over ten seeds: `npm run bench -- clr`. For the preset `clr`, and for the same start at a
 * constant rate of 0.05: λ_1(G), Tr G and loss after 20,000 steps over the seeds whose run converged, arm by arm.
 */

import { checkScenario, PRESETS, type Scenario } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import { createSimulation } from '../../src/sim/simulation'
import type { Row } from '../core/row'
import { seen } from '../core/single'

const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1)
/** A run whose loss is above this at the end has not converged. */
const CONVERGED = 1e-2

interface End {
  readonly lambda: number
  readonly trace: number
  readonly converged: boolean
}

async function ends(scenario: Scenario): Promise<End[]> {
  const backend = await createBackend('wasm')
  const sim = await createSimulation(checkScenario(scenario), backend)
  await sim.advance(scenario.steps)
  const { at, first } = sim.columns
  const readings = await sim.measure()
  const found = readings.map(({ row }, a) => ({
    lambda: row[first.lambda],
    trace: row[at.trace_G],
    converged: !sim.divergences[a] && row[at.loss] < CONVERGED,
  }))
  sim.dispose()
  backend.dispose()
  return found
}

export async function rows(say: (row: Row) => void): Promise<void> {
  const cycles = PRESETS.get('clr')!.scenario
  const constant: Scenario = { ...cycles, arms: cycles.arms.map(arm => ({ ...arm, eta: 0.05, schedule: 'constant' })) }
  for (const [name, scenario] of [
    ['cycles 0.02 … 0.35', cycles],
    ['constant 0.05', constant],
  ] as const) {
    const runs: End[][] = []
    for (const seed of SEEDS) runs.push(await ends({ ...scenario, seed }))
    const good = scenario.arms.map((_, a) => runs.map(run => run[a]).filter(end => end.converged))
    const note = scenario.arms.map(({ id }, a) => `${id}: ${good[a].length} of ${SEEDS.length} runs converged`).join('; ')
    for (const [quantity, read] of [
      ['λ₁', (end: End) => end.lambda],
      ['Tr G', (end: End) => end.trace],
    ] as const) {
      const cells = scenario.arms.map(({ id }, a) => seen(id, good[a].map(read)))
      say({
        part: 'clr',
        group: `flatness after ${scenario.steps} steps`,
        name: `${name}, ${quantity}`,
        unit: '',
        cells,
        targets: [],
        note,
      })
    }
  }
}
