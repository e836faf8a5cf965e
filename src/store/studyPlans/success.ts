import { isSgd, type NoiseKind } from '../../scenario'
import type { Planner } from './plan'

/** In the order of the table in THEORY.md §5. */
const COUNTED_NOISES = ['none', 'isotropic', 'diagonal', 'top-k', 'g-shaped', 'top-eigenvector'] as const satisfies readonly NoiseKind[]

/** Repeats per noise: a standard error of about one point. */
const REPEATS = 2000

/** A task per noise, with η and the trace of the first arm that has noise of its own. */
export const planSuccess: Planner<'success'> = ({ scenario }) => {
  const arm = scenario.arms.find(a => isSgd(a) && a.noise !== 'none' && a.noise !== 'minibatch') ?? scenario.arms.find(isSgd)
  if (scenario.model.kind !== 'zhu-2d' || !arm) return null
  const { eta, trace, B, sampling } = arm
  const { steps, seed, init } = scenario
  return {
    key: JSON.stringify([eta, trace, trace > 0 ? 0 : [B, sampling], steps, seed, init, scenario.data.n]),
    automatic: steps * scenario.data.n <= 1e5,
    tasks: () => COUNTED_NOISES.map(noise => ({ scenario, arm, noise, repeats: REPEATS })),
  }
}
