import { checkScenario, normalize, type Scenario } from '../../scenario'
import type { Planner } from './index'

/** A task per value of the swept field; nothing but the arms' learning from the start enters, so looking elsewhere keeps the parts. */
export const planSweep: Planner<'sweep'> = ({ scenario }) => {
  const { over, values } = scenario.sweep
  if (over === 'none') return null
  const { view: _, ensemble: __, ...matters } = scenario
  return {
    key: JSON.stringify(matters),
    workers: 2,
    automatic: true,
    tasks: () => values.map(value => ({ scenario: pointOf(scenario, over, value) })),
  }
}

/** The scenario with the swept field at a value; batches are at most n. */
function pointOf(scenario: Scenario, over: 'm' | 'n', value: number): Scenario {
  if (over === 'm') return checkScenario({ ...scenario, model: { ...scenario.model, m: value } })
  const arms = scenario.arms.map(arm => ({ ...arm, B: Math.min(arm.B, value) }))
  return checkScenario(normalize({ ...scenario, arms, data: { ...scenario.data, n: value } }))
}
