import { armAt, ensembleArm, type Scenario } from '../../scenario'
import type { Planner } from './plan'

/** Whether its first SGD arm draws independent minibatches with replacement, without momentum, on a linear model: what the tail index is read for. */
function isFit(scenario: Scenario, step: number): boolean {
  const index = ensembleArm(scenario)
  if (scenario.model.kind !== 'linear' || index < 0) return false
  const { noise, momentum, sampling } = armAt(scenario, index, step)
  return noise === 'minibatch' && momentum === 0 && sampling === 'with-replacement'
}

/** One task, at the settings in force when it is asked for. */
export const planTailIndex: Planner<'tail-index'> = ({ scenario, step }) => {
  if (!isFit(scenario, step)) return null
  const { model, data, seed, arms, events } = scenario
  return { key: JSON.stringify([model, data, seed, arms, events]), automatic: false, tasks: () => [{ scenario, step }] }
}
