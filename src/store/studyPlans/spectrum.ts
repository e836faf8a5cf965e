import { elementAt } from '../../lib/values'
import { isPlanar } from '../../scenario'
import type { Planner } from './plan'

/** One task, at the step and of the arm shown when it is asked for: what it gave stays until the run is another one. */
export const planSpectrum: Planner<'spectrum'> = ({ scenario, arm }) => {
  if (isPlanar(scenario.model)) return null
  const { model, data, init, seed, backend, arms, measure } = scenario
  return {
    key: JSON.stringify([model, data, init, seed, backend, arms, measure.of]),
    automatic: false,
    async tasks(state) {
      const { step, thetas } = await state()
      const index = Math.max(
        0,
        arms.findIndex(a => a.id === arm),
      )
      return [{ scenario, arm: elementAt(arms, index).id, step, theta: elementAt(thetas, index) }]
    },
  }
}
