import { usesBatches } from '../../scenario'
import type { Planner } from './plan'
import { alone, runKey } from './run'

/** A task for every arm that draws minibatches, read after the scenario's last step. */
export const planDiagonals: Planner<'diagonals'> = ({ scenario }) => {
  const arms = scenario.arms.filter(usesBatches)
  if (scenario.view.study !== 'diagonals' || arms.length === 0) return null
  return {
    key: runKey(scenario),
    automatic: true,
    tasks: () => arms.map(arm => ({ scenario: alone(scenario, arm) })),
  }
}
