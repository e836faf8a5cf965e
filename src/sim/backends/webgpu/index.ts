import { Fault } from '../../../lib/fault'
import type { EnsembleMachine, MakeEnsemble } from '../ensemble'
import { openGpu } from './device'
import { machineOf, openKernel } from './ensemble'
import { selfCheck } from './selfCheck'

/** Makes ensembles on one GPUDevice, which it owns. */
export interface GpuEnsembles {
  readonly machine: EnsembleMachine
  readonly make: MakeEnsemble
  /** Gives the device back; its kernels end with it. */
  dispose(): void
}

/**
 * Opens the machine's GPU; rejects with a Fault where there is none, where `quick` and it is a processor in truth, or where a few steps
 * differ from those of `exact` (float64).
 */
export async function createGpuEnsembles(exact: MakeEnsemble, quick = false): Promise<GpuEnsembles> {
  const gpu = await openGpu(quick)
  const make: MakeEnsemble = (problem, R, seed, stream) => openKernel(gpu, problem, R, seed, stream)
  try {
    const wrong = await selfCheck(make, exact)
    if (wrong) throw new Fault(`The GPU (${gpu.name}) computes wrong numbers: ${wrong}`, 'choose wasm')
  } catch (error) {
    gpu.close()
    throw error
  }
  return { machine: machineOf(gpu), make, dispose: gpu.close }
}
