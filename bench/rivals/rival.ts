/** The rivals by name: loops over neurons, TensorFlow.js and jax-js on any of their backends. */
import type { Make } from '../core/jobs'
import type { ReplicaJob } from '../core/replicas'
import type { NetShape } from '../core/shapes'
import { denseNet } from './dense'

type RivalBackend = 'wasm' | 'webgl' | 'webgpu'

export interface RivalJob {
  readonly rival: 'plain' | 'tfjs' | 'jax'
  readonly backend?: RivalBackend
  readonly net: NetShape
  readonly steps: number
}

export type TfjsReplicaJob = Omit<ReplicaJob, 'backend'> & { readonly backend: RivalBackend; readonly way: 'matmul' | 'sum' }

/** `loadWasm` registers TensorFlow.js's wasm backend: Node and a page find its binary in different places. */
type LoadWasm = () => Promise<unknown>

async function setTfjs(backend: RivalBackend, loadWasm: LoadWasm): Promise<void> {
  const tf = await import('@tensorflow/tfjs-core')
  if (backend === 'wasm') await loadWasm()
  else if (backend === 'webgl') await import('@tensorflow/tfjs-backend-webgl')
  else await import('@tensorflow/tfjs-backend-webgpu')
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js finds no ${backend} here`)
  // Tiny operations on the processor would make a device look quick.
  if (backend !== 'wasm') tf.env().set(backend === 'webgl' ? 'WEBGL_CPU_FORWARD' : 'WEBGPU_CPU_FORWARD', false)
}

async function setJax(backend: RivalBackend): Promise<void> {
  const { defaultDevice, init } = await import('@jax-js/jax')
  if (!(await init(backend)).includes(backend)) throw new Error(`jax-js finds no ${backend} here`)
  defaultDevice(backend)
}

/** Makes SGD steps of dense nets. */
export function rivalWith(loadWasm: LoadWasm): Make {
  const open = {
    plain: async () => (await import('./plain')).plainSteps,
    async tfjs(backend: RivalBackend) {
      await setTfjs(backend, loadWasm)
      return (await import('./tfjs')).tfjsSteps
    },
    async jax(backend: RivalBackend) {
      await setJax(backend)
      return (await import('./jax')).jaxSteps
    },
  }
  return async request => {
    const { rival, net, steps, backend = 'wasm' } = request as RivalJob
    const dense = denseNet(net)
    const { run } = (await open[rival](backend))(dense, steps)
    return { run, dispose() {} }
  }
}

/** Makes steps of the replicas of a linear model in TensorFlow.js. */
export function tfjsReplicasWith(loadWasm: LoadWasm): Make {
  return async request => {
    const job = request as TfjsReplicaJob
    await setTfjs(job.backend, loadWasm)
    return (await import('./tfjsReplicas')).tfjsReplicas(job)
  }
}
