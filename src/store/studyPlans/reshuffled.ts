import { type Arm, armAt, isSgd, type Scenario } from '../../scenario'
import type { Planner } from './plan'

/** Plain SGD at a constant rate and batch size, however it draws its minibatches. */
const steady = (arm: Arm) =>
  isSgd(arm) && arm.noise === 'minibatch' && arm.momentum === 0 && arm.schedule === 'constant' && arm.bschedule === 'constant'

/** Arms that can be held against reshuffled epochs, under the settings in force at the end of the run. */
export function reshuffledArms(scenario: Scenario): Arm[] {
  if (scenario.model.kind !== 'linear' || scenario.data.labelNoise === 0) return []
  return scenario.arms.map((_, i) => armAt(scenario, i, scenario.steps)).filter(steady)
}

/** A task per such arm: the stationary state does not depend on how it came there. */
export const planReshuffled: Planner<'reshuffled'> = ({ scenario }) => {
  const arms = reshuffledArms(scenario)
  if (scenario.view.study !== 'reshuffled' || arms.length === 0) return null
  const { model, data, seed } = scenario
  return {
    key: JSON.stringify([model, data, seed, arms]),
    automatic: true,
    tasks: () => arms.map(arm => ({ scenario: { ...scenario, arms: [arm], events: [] } })),
  }
}
