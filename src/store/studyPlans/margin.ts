import { isPlanar } from '../../scenario'
import type { Descent } from '../../workers/studies/margin'
import type { Planner } from './plan'

const DESCENTS: readonly Descent[] = ['prgd', 'ngd', 'gd', 'prgd-fixed']

/** A task per descent on the classes that the scenario's data make; its model and its arms play no part. */
export const planMargin: Planner<'margin'> = ({ scenario }) => {
  const { view, data, seed, steps } = scenario
  if (view.study !== 'margin' || isPlanar(scenario.model)) return null
  return { key: JSON.stringify([data, seed, steps]), automatic: true, tasks: () => DESCENTS.map(kind => ({ scenario, kind })) }
}
