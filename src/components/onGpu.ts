import type { ScopeState } from '../store/state'

/** Whether a graphics processor computes the run: in float32, and not with the same bits everywhere. */
export const onGpu = ({ backend }: Pick<ScopeState, 'backend'>) => backend?.id === 'webgpu' || backend?.id === 'webgl'
