import { type Arm, armAt, isSgd, type Scenario } from '../../scenario'
import type { Planner } from './plan'

/** Whether an arm is SGD as the stationary state is known for: plain, at a constant rate, each batch drawn anew. */
const steady = (arm: Arm) =>
  isSgd(arm) &&
  arm.noise === 'minibatch' &&
  arm.momentum === 0 &&
  arm.sampling !== 'reshuffled' &&
  arm.schedule === 'constant' &&
  arm.bschedule === 'constant'

/** Arms whose effective temperature can be read, under the settings in force at the end of the run. */
export function temperatureArms(scenario: Scenario): Arm[] {
  if (scenario.model.kind !== 'linear' || scenario.data.labelNoise === 0) return []
  return scenario.arms.map((_, i) => armAt(scenario, i, scenario.steps)).filter(steady)
}

/** A task per such arm: its stationary state does not depend on how it came there. */
export const planTemperature: Planner<'temperature'> = ({ scenario }) => {
  const arms = temperatureArms(scenario)
  if (scenario.view.study !== 'temperature' || arms.length === 0) return null
  const { model, data, seed } = scenario
  return {
    key: JSON.stringify([model, data, seed, arms]),
    automatic: true,
    tasks: () => arms.map(arm => ({ scenario: { ...scenario, arms: [arm], events: [] } })),
  }
}
