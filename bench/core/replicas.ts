/** One step of every replica of a linear model, n samples in s directions, on the processor or on a GPU. */
import type { MakeEnsemble } from '../../src/sim/backends/ensemble'
import { createEnsembles } from '../../src/sim/backends/wasm/ensemble'
import type { Job } from './jobs'
import { generator } from './random'
import type { Precision } from './shapes'

export interface ReplicaJob {
  readonly R: number
  readonly n: number
  readonly s: number
  readonly B: number
  readonly steps: number
  readonly backend?: 'wasm' | 'webgpu'
  /** Of wasm. */
  readonly precision?: Precision
}

export const REPLICA_RATE = 1e-3

async function maker(backend: 'wasm' | 'webgpu'): Promise<{ make: MakeEnsemble; dispose(): void }> {
  const exact = await createEnsembles()
  if (backend === 'wasm') return { make: exact, dispose() {} }
  const { createGpuEnsembles } = await import('../../src/sim/backends/webgpu')
  return createGpuEnsembles(exact)
}

export async function makeReplicas(request: object): Promise<Job> {
  const { R, n, s, B, steps, backend = 'wasm', precision } = request as ReplicaJob
  const next = generator(1)
  const features = Float64Array.from({ length: n * s }, () => 2 * next() - 1)
  const { make, dispose } = await maker(backend)
  const start = new Float64Array(s).fill(1e-6)
  const kernel = await make({ n, s, features, lambda: new Float64Array(s).fill(1 / 3), rest: null, start }, R, 1, 12, precision)
  const etas = new Float64Array(steps).fill(REPLICA_RATE)
  let taken = 0
  return {
    async run() {
      await kernel.advance({ etas, B, taken, drawn: taken * B, limit: 0 })
      taken += steps
      // A device may have been told only.
      if (backend === 'webgpu') await kernel.state(0)
    },
    dispose() {
      kernel.dispose()
      dispose()
    },
  }
}
