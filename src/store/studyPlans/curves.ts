import { startsAtMinimum } from '../../scenario'
import type { Planner } from './plan'

/** The recursions of every arm, a task each; measuring and looking do not enter. */
export const planCurves: Planner<'curves'> = ({ scenario }) => {
  if (!startsAtMinimum(scenario)) return null
  const { model, data, init, seed, arms, events, steps, measure } = scenario
  return {
    key: JSON.stringify([model, data, init, seed, arms, events, steps, measure.k]),
    automatic: true,
    tasks: () => arms.map((_, arm) => ({ scenario, arm })),
  }
}
