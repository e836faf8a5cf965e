/** The rivals by name: loops over neurons, TensorFlow.js and jax-js on any of their backends. */
import type { Make } from '../core/jobs'
import type { NetShape } from '../core/shapes'
import { denseNet } from './dense'

export interface RivalJob {
  readonly rival: 'plain' | 'tfjs' | 'jax'
  readonly backend?: 'wasm' | 'webgl' | 'webgpu'
  readonly net: NetShape
  readonly steps: number
}

/** `loadWasm` registers TensorFlow.js's wasm backend: Node and a page find its binary in different places. */
export function rivalWith(loadWasm: () => Promise<unknown>): Make {
  const open = {
    plain: async () => (await import('./plain')).plainSteps,
    async tfjs(backend: string) {
      const tf = await import('@tensorflow/tfjs-core')
      if (backend === 'wasm') await loadWasm()
      else if (backend === 'webgl') await import('@tensorflow/tfjs-backend-webgl')
      else await import('@tensorflow/tfjs-backend-webgpu')
      if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js finds no ${backend} here`)
      // Tiny operations on the processor would make a device look quick.
      if (backend !== 'wasm') tf.env().set(backend === 'webgl' ? 'WEBGL_CPU_FORWARD' : 'WEBGPU_CPU_FORWARD', false)
      return (await import('./tfjs')).tfjsSteps
    },
    async jax(backend: 'wasm' | 'webgl' | 'webgpu') {
      const { defaultDevice, init } = await import('@jax-js/jax')
      if (!(await init(backend)).includes(backend)) throw new Error(`jax-js finds no ${backend} here`)
      defaultDevice(backend)
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
