import { decodeLink } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import type { Backend, BackendId } from '../../src/sim/backends/types'
import { createSimulation, type Simulation } from '../../src/sim/simulation'

export type Ask =
  | { readonly open: string; readonly backend: BackendId }
  | { readonly steps: number; readonly every: number }
  | { readonly close: true }
export interface Tally {
  readonly step: number
  readonly tensors: number
  /** GPU buffers created and not destroyed. */
  readonly buffers: number
  readonly ms: number
}

// Counted from outside, before any device exists.
let buffers = 0
if ('GPUDevice' in self) {
  const { createBuffer } = GPUDevice.prototype
  const { destroy } = GPUBuffer.prototype
  const live = new WeakSet<GPUBuffer>()
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor)
    live.add(buffer)
    buffers++
    return buffer
  }
  GPUBuffer.prototype.destroy = function () {
    if (live.delete(this)) buffers--
    return destroy.call(this)
  }
}

let backend: Backend
let sim: Simulation

async function answer(ask: Ask): Promise<Tally> {
  const begun = performance.now()
  if ('open' in ask) {
    backend = await createBackend(ask.backend)
    sim = await createSimulation(decodeLink(ask.open), backend)
  } else if ('steps' in ask) {
    for (let end = sim.step + ask.steps; sim.step < end; ) {
      await sim.advance(ask.every)
      await sim.measure()
    }
  } else {
    sim.dispose()
    const { tensors } = sim.usage()
    backend.dispose()
    return { step: sim.step, tensors, buffers, ms: performance.now() - begun }
  }
  return { step: sim.step, tensors: sim.usage().tensors, buffers, ms: performance.now() - begun }
}

self.onmessage = async ({ data }: MessageEvent<Ask>) => {
  try {
    self.postMessage(await answer(data))
  } catch (error) {
    self.postMessage({ error: String(error) })
  }
}
