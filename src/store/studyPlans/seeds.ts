import type { Planner } from './plan'
import { runKey } from './run'

/** Seeds, the run's own among them, and readings after the start. */
const SEEDS = 16
const READINGS = 32

/** A task per seed, from the run's own on: data, start and minibatches are drawn anew. */
export const planSeeds: Planner<'seeds'> = ({ scenario }) => {
  if (scenario.view.study !== 'seeds') return null
  const { steps, seed, measure } = scenario
  const readings = Math.min(READINGS, steps)
  const at = Array.from({ length: readings + 1 }, (_, i) => Math.round((i * steps) / readings))
  return {
    key: JSON.stringify([runKey(scenario), { ...measure, every: 0 }]),
    automatic: true,
    tasks: () => Array.from({ length: SEEDS }, (_, i) => ({ scenario: { ...scenario, seed: (seed + i) >>> 0 }, steps: at })),
  }
}
