import { numberAt } from '../../lib/values'
import { cellScenario, isSgd, MAP, mapSizes, type Scenario } from '../../scenario'
import type { Planner } from './plan'

/** A map for the scenarios with an ensemble; by itself only where the scenario is about it. */
export const planMap: Planner<'map'> = ({ scenario }) => {
  if (scenario.ensemble.R === 0 || !scenario.arms.some(isSgd)) return null
  const base = cellScenario(scenario, 1, 1)
  const { view: _, sweep: __, ensemble, measure: ___, ...matters } = base
  const tasks = tasksOf(base)
  const sizes = mapSizes(scenario.data.n)
  return {
    // What a cell costs beside its batches: the run of its link.
    weights: tasks.map(({ size, etas, draft }) => etas.length * (numberAt(sizes, size) + 10) * (draft ? MAP.draft / MAP.replicas : 1)),
    key: JSON.stringify([matters, ensemble.threshold]),
    automatic: scenario.preset === 'stability-map',
    tasks: () => tasks,
  }
}

/** A first look at every 4th cell both ways, then every 2nd cell in full, then the others: the picture sharpens as it comes. */
function tasksOf(scenario: Scenario) {
  const sizes = mapSizes(scenario.data.n).map((_, size) => size)
  const etas = Array.from({ length: MAP.etas }, (_, at) => at)
  const every = (list: readonly number[], stride: number) => list.filter(at => at % stride === 0)
  const task = (size: number, some: readonly number[], draft = false) => ({ scenario, size, etas: some, draft })
  return [
    ...every(sizes, 4).map(size => task(size, every(etas, 4), true)),
    ...every(sizes, 2).map(size => task(size, every(etas, 2))),
    ...sizes.map(size =>
      task(
        size,
        etas.filter(at => size % 2 || at % 2),
      ),
    ),
  ]
}
