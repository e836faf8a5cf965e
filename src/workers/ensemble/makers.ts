import type { EnsembleKernel, MakeEnsemble } from '../../sim/backends/ensemble'
import type { GpuEnsembles } from '../../sim/backends/webgpu'
import { Placement } from './placement'

const TRIAL_STEPS = 16

/** Where the kernels of linear replicas are made: wasm, or WGSL. */
export class Makers extends Placement<Parameters<MakeEnsemble>, EnsembleKernel> {
  /**
   * @param wasm the processor's replicas, in either precision
   * @param openGpu opens the GPU, or rejects with the reason; not one that is a processor in truth where `quick`
   */
  constructor(wasm: MakeEnsemble, openGpu: (quick: boolean) => Promise<GpuEnsembles>, now: () => number) {
    super({
      gpus: ['webgpu'],
      onProcessor: wasm,
      openGpu: (_id, quick) => openGpu(quick),
      // Steps that change nothing.
      async trial(kernel) {
        await kernel.advance({ etas: new Float64Array(TRIAL_STEPS), B: 1, taken: 0, drawn: 0, limit: Number.POSITIVE_INFINITY })
        await kernel.read(1)
      },
      now,
    })
  }
}
