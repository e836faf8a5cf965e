import type { Planner } from './index'

/** A task for every arm that draws minibatches, read after the scenario's last step. */
export const planDiagonals: Planner<'diagonals'> = ({ scenario }) => {
  const arms = scenario.arms.filter(arm => arm.kind === 'sgd')
  if (scenario.view.study !== 'diagonals' || arms.length === 0) return null
  const { view: _, ensemble: __, sweep: ___, measure: ____, ...matters } = scenario
  return {
    key: JSON.stringify(matters),
    workers: 2,
    automatic: true,
    tasks: () =>
      arms.map(arm => ({
        scenario: { ...scenario, arms: [arm], events: scenario.events.filter(e => e.arm === '' || e.arm === arm.id) },
      })),
  }
}
