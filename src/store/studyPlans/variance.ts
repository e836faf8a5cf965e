import { usesBatches } from '../../scenario'
import type { Planner } from './plan'
import { alone, runKey } from './run'

/** Points of the path, at most, and components read, at most. */
const PATH_POINTS = 800
const PATH_COMPONENTS = 40
/** Share of the run that is left to die out first. */
const BURN_SHARE = 0.3

/** A task per arm whose noise lasts: the rest of the run after its first 30 %, in equal strides. */
export const planVariance: Planner<'variance'> = ({ scenario }) => {
  const arms = scenario.arms.filter(usesBatches)
  if (scenario.view.study !== 'variance' || arms.length === 0) return null
  const burn = Math.floor(BURN_SHARE * scenario.steps)
  const every = Math.max(1, Math.floor((scenario.steps - burn) / PATH_POINTS))
  const points = Math.max(3, Math.min(PATH_POINTS, Math.floor((scenario.steps - burn) / every)))
  return {
    key: runKey(scenario),
    automatic: true,
    tasks: () => arms.map(arm => ({ scenario: alone(scenario, arm), plan: { burn, points, every, k: PATH_COMPONENTS } })),
  }
}
