import { type Arm, armAt, isPlain, type Scenario } from '../../scenario'
import type { Planner } from './plan'

/** Whether the noise of an arm at the start is that of independent minibatches, or none: what intrinsic time speaks of. */
const isFit = (arm: Arm) =>
  isPlain(arm) &&
  arm.momentum === 0 &&
  ['minibatch', 'none', 'gaussian'].includes(arm.noise) &&
  arm.trace === 0 &&
  arm.sampling !== 'reshuffled'

/** Places of the arms whose E[L] is split; none but of a linear model. */
export const intrinsicArms = (scenario: Scenario): number[] =>
  scenario.model.kind === 'linear' ? scenario.arms.flatMap((_, a) => (isFit(armAt(scenario, a, 0)) ? [a] : [])) : []

/** A task per arm; measuring and looking do not enter. */
export const planIntrinsic: Planner<'intrinsic'> = ({ scenario }) => {
  const arms = intrinsicArms(scenario)
  if (scenario.view.study !== 'intrinsic' || arms.length === 0) return null
  const { model, data, init, seed, arms: all, events, steps } = scenario
  return {
    key: JSON.stringify([model, data, init, seed, all, events, steps]),
    automatic: true,
    tasks: () => arms.map(arm => ({ scenario, arm })),
  }
}
