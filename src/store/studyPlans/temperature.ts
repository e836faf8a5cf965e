import type { Arm, Scenario } from '../../scenario'
import type { Planner } from './plan'
import { stationaryArms, stationaryPlan } from './steady'

/** Arms whose effective temperature can be read: each batch is drawn anew. */
export const temperatureArms = (scenario: Scenario): Arm[] => stationaryArms(scenario).filter(arm => arm.sampling !== 'reshuffled')

/** A task per such arm. */
export const planTemperature: Planner<'temperature'> = ({ scenario }) => {
  const arms = temperatureArms(scenario)
  return scenario.view.study === 'temperature' && arms.length > 0 ? stationaryPlan(scenario, arms) : null
}
