import { engine } from '@tensorflow/tfjs-core'
import { decodeLink } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import type { Backend, BackendId } from '../../src/sim/backends/types'
import { createSimulation, type Simulation } from '../../src/sim/simulation'

export type Ask =
  | { readonly open: string; readonly backend: BackendId }
  | { readonly steps: number; readonly every: number }
  | { readonly close: true }
/** What is held, by counts that are exact. */
export interface Tally {
  /** Tensors by the simulation's own count and by that of tfjs, and the data behind them. */
  readonly own: number
  readonly tensors: number
  readonly data: number
  /** GPU buffers and textures created and not destroyed. */
  readonly device: number
  /** Bytes that the simulation holds by its own count: also what lies in a memory of WebAssembly, which no look at heaps shows. */
  readonly bytes: number
}

// Counted from outside, before any device exists.
let device = 0
function count<T extends object, M extends object>(maker: T, make: keyof T & string, made: M, destroy: keyof M & string): void {
  const [original, originalDestroy] = [maker[make], made[destroy]] as unknown as ((...args: unknown[]) => object)[]
  const live = new WeakSet<object>()
  Object.assign(maker, {
    [make](this: T, ...args: unknown[]) {
      const thing = Reflect.apply(original!, this, args)
      live.add(thing)
      device++
      return thing
    },
  })
  // WebGL destroys by a method of the context, WebGPU by one of the buffer.
  Object.assign(made, {
    [destroy](this: M, ...args: unknown[]) {
      const thing = (args[0] ?? this) as object
      if (live.delete(thing)) device--
      return Reflect.apply(originalDestroy!, this, args)
    },
  })
}
if ('GPUDevice' in self) count(GPUDevice.prototype, 'createBuffer', GPUBuffer.prototype, 'destroy')
count(WebGL2RenderingContext.prototype, 'createTexture', WebGL2RenderingContext.prototype, 'deleteTexture')

let backend: Backend
let sim: Simulation

function tally(): Tally {
  const { numTensors, numDataBuffers } = engine().state
  const { tensors: own, bytes } = sim.usage()
  return { own, bytes, tensors: numTensors, data: numDataBuffers, device }
}

async function answer(ask: Ask): Promise<Tally> {
  if ('open' in ask) {
    backend = await createBackend(ask.backend)
    sim = await createSimulation(decodeLink(ask.open), backend)
    return tally()
  }
  if ('steps' in ask) {
    for (let end = sim.step + ask.steps; sim.step < end; ) {
      await sim.advance(ask.every)
      await sim.measure()
    }
    return tally()
  }
  sim.dispose()
  const left = tally()
  backend.dispose()
  return left
}

self.onmessage = async ({ data }: MessageEvent<Ask>) => {
  try {
    self.postMessage(await answer(data))
  } catch (error) {
    self.postMessage({ error: String(error) })
  }
}
