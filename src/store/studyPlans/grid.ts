import { version } from '../../../package.json'
import { decodeLink, type GridPlan, gridBase, gridRuns, pointCost, readGrid, type Scenario } from '../../scenario'
import type { Planner } from './plan'

/** Said by the bundler; missing where the sources themselves are run. */
declare const SOURCE_DIGEST: string | undefined

/** What is kept was computed by these sources alone: others may give other numbers. */
export const SOURCES = typeof SOURCE_DIGEST === 'undefined' ? version : SOURCE_DIGEST

/** Multiply-adds up to which a sweep starts by itself: some seconds. */
const BRIEF = 2e10

/** A task per run of the sweep over the fields that the view names; what is shown of it does not enter, but where it is read. */
export const planGrid: Planner<'grid'> = ({ scenario }) => {
  const { grid, seeds, shows } = scenario.view
  if (grid === '') return null
  const plan = planOf(scenario)
  // What it cannot be is said as what it failed for.
  if (plan instanceof Error) return { key: `${grid} ${seeds} ${shows}`, automatic: true, tasks: () => Promise.reject(plan) }
  const { axes, at, until } = plan
  const runs = axes.reduce((product, { values }) => product * values.length, plan.seeds)
  return {
    key: JSON.stringify([gridBase(scenario), grid, seeds, at, until]),
    // What looks for a threshold costs what it measures on the way.
    automatic: until === null && runs * pointCost(scenario) <= BRIEF,
    weightOf: task => pointCost(task.scenario),
    keptAs: ({ link }) => JSON.stringify([SOURCES, link, at, until]),
    async tasks() {
      // Links name their presets.
      await import('../../scenario/presets')
      return gridRuns(scenario, plan).map(({ link, ...point }) => ({ ...point, link, at, until, scenario: decodeLink(link) }))
    },
  }
}

function planOf({ view }: Scenario): GridPlan | Error {
  try {
    return readGrid(view) as GridPlan
  } catch (error) {
    return error as Error
  }
}
