import { EDGE_REPEATS } from '../../lib/catapult'
import { type Scenario, usesBatches } from '../../scenario'
import type { Planner } from './plan'
import { alone, runKey } from './run'

/** The arm that is asked about: the one that single values speak of, or the first. */
const indexOf = ({ arms }: Scenario, id: string) =>
  Math.max(
    0,
    arms.findIndex(arm => arm.id === id),
  )

/** A task per set of random numbers, at the step and of the arm shown when it is asked for: what it gave stays until the run is another one. */
export const planEdgeTest: Planner<'edge-test'> = ({ scenario, arm: id, step }) => {
  const arm = scenario.arms[indexOf(scenario, id)]
  if (!arm) return null
  const own: Scenario = { ...alone(scenario, arm), measure: { ...scenario.measure, hessian: 0, batches: 0, edge: 'off', bylayer: 'off' } }
  return {
    key: runKey({ ...scenario, steps: 0 }),
    automatic: false,
    tasks() {
      const length = usesBatches(arm) && arm.noise !== 'none' ? EDGE_REPEATS : 1
      return Array.from({ length }, (_, repeat) => ({ scenario: own, step, repeat }))
    },
  }
}
