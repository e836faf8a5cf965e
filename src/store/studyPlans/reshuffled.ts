import type { Planner } from './plan'
import { stationaryArms, stationaryPlan } from './steady'

/** A task per arm that can be held against reshuffled epochs, however it draws. */
export const planReshuffled: Planner<'reshuffled'> = ({ scenario }) => {
  const arms = stationaryArms(scenario)
  return scenario.view.study === 'reshuffled' && arms.length > 0 ? stationaryPlan(scenario, arms) : null
}
