import { stepsApart } from '../scenario'
import type { ScopeState } from '../store/state'

/** Whether a graphics processor computes the run: in float32, and not with the same bits everywhere. */
export const onGpu = ({ backend }: Pick<ScopeState, 'backend'>) => backend?.id === 'webgpu' || backend?.id === 'webgl'

/** What a run on a GPU is worth, and what of it the processor computes; '' for any other. */
export function gpuNote(state: Pick<ScopeState, 'backend' | 'scenario'>): string {
  if (!onGpu(state)) return ''
  const apart = state.scenario.arms.some(stepsApart)
    ? ' Arms with a noise other than minibatch, or that keep a part of their gradient, step in float64 on the processor.'
    : ''
  return `A GPU computes here: the picture agrees to rounding only.${apart}`
}
