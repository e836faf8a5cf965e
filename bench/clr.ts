/**
 * The check of cyclical learning rates over ten seeds: `npm run bench -- clr`. For the preset `clr`, and for the same start at a
 * constant rate of 0.05: λ_1(G) and Tr G after 20,000 steps, run by run, and the medians of the runs that converged.
 */
import { armAt, checkScenario, PRESETS, type Scenario } from '../src/scenario'
import { createBackend } from '../src/sim/backends/create'
import { createSimulation } from '../src/sim/simulation'

const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1)
/** A run whose loss is above this at the end has not converged. */
const CONVERGED = 1e-2

interface End {
  readonly lambda: number
  readonly trace: number
  readonly loss: number
  readonly divergedAt: number | null
}

const cycles = PRESETS.get('clr')!.scenario
const constant: Scenario = { ...cycles, arms: cycles.arms.map(arm => ({ ...arm, eta: 0.05, schedule: 'constant' })) }

async function ends(scenario: Scenario): Promise<End[]> {
  const backend = await createBackend('wasm')
  const sim = await createSimulation(checkScenario(scenario), backend)
  await sim.advance(scenario.steps)
  const { at, first } = sim.columns
  const readings = await sim.measure()
  const found = readings.map(({ row }, a) => ({
    lambda: row[first.lambda],
    trace: row[at.trace_G],
    loss: row[at.loss],
    divergedAt: sim.divergences[a]?.step ?? null,
  }))
  sim.dispose()
  backend.dispose()
  return found
}

const median = (values: number[]) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

for (const [name, scenario] of [
  ['cycles 0.02 … 0.35', cycles],
  ['constant 0.05', constant],
] as const) {
  console.log(`\n${name}, arms ${scenario.arms.map((_, a) => armAt(scenario, a, 0).id).join(' and ')}`)
  const runs = []
  for (const seed of SEEDS) {
    const found = await ends({ ...scenario, seed })
    runs.push(found)
    const cell = ({ lambda, trace, loss, divergedAt }: End) =>
      divergedAt === null
        ? `λ₁ ${lambda.toFixed(2)}  Tr G ${trace.toFixed(1)}  L ${loss.toExponential(1)}`
        : `diverged at step ${divergedAt}`
    console.log(`seed ${String(seed).padStart(2)}   ${found.map(cell).join('   |   ')}`)
  }
  for (const [a, arm] of scenario.arms.entries()) {
    const good = runs.map(r => r[a]).filter(end => end.divergedAt === null && end.loss < CONVERGED)
    const lambda = median(good.map(e => e.lambda)).toFixed(2)
    console.log(`${arm.id}: ${good.length} converged, median λ₁ ${lambda}, median Tr G ${median(good.map(e => e.trace)).toFixed(1)}`)
  }
  const pairs = runs.filter(r => r.every(end => end.divergedAt === null))
  const below = pairs.filter(r => r[0].lambda < r[1].lambda && r[0].trace < r[1].trace).length
  console.log(`${scenario.arms[0].id} below ${scenario.arms[1].id} in λ₁ and Tr G: ${below} of ${pairs.length} pairs`)
}
