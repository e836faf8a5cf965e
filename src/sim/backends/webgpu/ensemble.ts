/**
 * Ensembles on a GPU, in float32: many steps of all replicas per dispatch, the minibatches drawn inside. The draws, the powers of two and
 * the escape rule are those of `EnsembleKernel`. Over 100 stable steps states stay within 1e-6 of float64, relative to their length,
 * and energies within 2e-6, for one direction as for 70: what is rounded is w and the features, so compensated sums would gain nothing.
 */

import { DisposedError, Fault } from '../../../lib/fault'
import { TWO_32 } from '../../../lib/philox'
import type { EnsembleKernel, EnsembleMachine, EnsembleSteps, RotatedProblem } from '../ensemble'
import type { Gpu } from './device'
import { energies, READERS, READING } from './energies'
import { codeOf, groupsFor, type Layout, layoutFor } from './layout'
import { firstWork, nextWork, split as splitWork } from './pace'
import { NEVER, PARAMS_BYTES, readParams, scaled, split, stepParams } from './params'
import { THREADS } from './threads'

/** Steps of a dispatch, at most. */
const MOST_STEPS = 1024
/** Rows of states written at a time by a reset. */
const ROWS = 1024

/** A kernel on an open device; `layout` is chosen by the adapter unless given. Throws a Fault where the problem does not fit. */
export async function openKernel(
  gpu: Gpu,
  problem: RotatedProblem,
  R: number,
  seed: number,
  stream: number,
  layout: Layout = layoutFor(problem.s, gpu),
): Promise<EnsembleKernel> {
  const { device, watch } = gpu
  const { n, s, features, lambda, rest, start } = problem
  const stride = 4 * Math.ceil(s / 4)
  checkFits(gpu, problem, R, stride)
  const buffers: GPUBuffer[] = []
  const buffer = (bytes: number, usage: GPUBufferUsageFlags) => {
    const made = device.createBuffer({ size: Math.max(16, bytes), usage })
    buffers.push(made)
    return made
  }
  const { STORAGE, UNIFORM, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage
  const holding = (values: Float32Array<ArrayBuffer>) => {
    const made = buffer(values.byteLength, STORAGE | COPY_DST)
    device.queue.writeBuffer(made, 0, values)
    return made
  }
  const params = buffer(PARAMS_BYTES, UNIFORM | COPY_DST)
  const rates = buffer(4 * MOST_STEPS, STORAGE | COPY_DST)
  const states = buffer(4 * R * stride, STORAGE | COPY_DST | COPY_SRC)
  const replicas = buffer(8 * R, STORAGE | COPY_DST | COPY_SRC)
  const found = buffer(4 * READING * R, STORAGE | COPY_SRC)
  const back = buffer(Math.max(4 * READING * R, 4 * stride + 8), MAP_READ | COPY_DST)
  const rows = holding(padded(features, n, s, stride))
  const left = holding(rest ? Float32Array.from(rest) : new Float32Array(1))
  const sizes = holding(padded(lambda, 1, s, stride))

  async function pipelineOf(code: string, bound: readonly GPUBuffer[]) {
    const module = device.createShaderModule({ code })
    const pipeline = await watch.settle(device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } }))
    const entries = [params, ...bound].map((buffer, binding) => ({ binding, resource: { buffer } }))
    return { pipeline, group: device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }) }
  }
  type Program = Awaited<ReturnType<typeof pipelineOf>>
  let disposed = false
  const dispose = () => {
    disposed = true
    for (const one of buffers.splice(0)) one.destroy()
  }
  let programs: { readonly steps: Program; readonly read: Program }
  try {
    programs = {
      steps: await pipelineOf(codeOf(layout, stride), [rows, left, sizes, rates, states, replicas]),
      read: await pipelineOf(energies(stride / 4), [sizes, states, replicas, found]),
    }
  } catch (error) {
    dispose()
    throw await watch.explain(error)
  }

  function check(): void {
    if (disposed) throw new DisposedError('ensemble', 'make another one')
    watch.check()
  }

  function run({ pipeline, group }: Program, groups: number): GPUCommandEncoder {
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    pass.setPipeline(pipeline)
    pass.setBindGroup(0, group)
    pass.dispatchWorkgroups(groups)
    pass.end()
    return encoder
  }

  /** What `encoder` has copied to the start of `back`. */
  async function fetch(encoder: GPUCommandEncoder, bytes: number): Promise<ArrayBuffer> {
    device.queue.submit([encoder.finish()])
    try {
      await watch.settle(back.mapAsync(GPUMapMode.READ, 0, bytes))
    } catch (error) {
      throw await watch.explain(error)
    }
    const copy = back.getMappedRange(0, bytes).slice(0)
    back.unmap()
    return copy
  }

  const fixed = { n, seed, stream, noisy: rest !== null }
  const origin = beginning(start, rest !== null)
  function reset(): void {
    check()
    const block = Math.min(R, ROWS)
    const values = padded(
      Float64Array.from({ length: block * s }, (_, i) => origin.w[i % s]),
      block,
      s,
      stride,
    )
    for (let r = 0; r < R; r += block) device.queue.writeBuffer(states, 4 * r * stride, values, 0, Math.min(block, R - r) * stride)
    device.queue.writeBuffer(
      replicas,
      0,
      Int32Array.from({ length: 2 * R }, (_, i) => (i % 2 === 0 ? origin.exponent : -1)),
    )
  }

  let work = 0
  let workFor = 0
  /** One dispatch, and what it teaches about the next. */
  async function dispatch(part: Parameters<typeof stepParams>[1]): Promise<void> {
    const begun = performance.now()
    device.queue.writeBuffer(params, 0, stepParams(fixed, part))
    const count = part.end - part.first
    device.queue.submit([run(programs.steps, groupsFor(layout, count)).finish()])
    await watch.settle(device.queue.onSubmittedWorkDone())
    work = nextWork(work, count * part.steps, performance.now() - begun)
  }

  async function advance({ etas, B, taken, drawn, limit }: EnsembleSteps): Promise<void> {
    check()
    if (workFor !== B) work = firstWork(s, B)
    workFor = B
    for (let t = 0; t < etas.length; ) {
      const { steps, replicas } = splitWork(work, R, THREADS)
      const part = etas.subarray(t, t + Math.min(steps, MOST_STEPS, Math.floor(TWO_32 / 2 / B)))
      device.queue.writeBuffer(
        rates,
        0,
        Float32Array.from(part, eta => eta / B),
      )
      for (let first = 0; first < R; first += replicas) {
        const end = Math.min(R, first + replicas)
        await dispatch({ first, end, steps: part.length, B, taken: taken + t, drawn: drawn + t * B, limit })
      }
      t += part.length
    }
  }

  reset()
  return {
    R,
    machine: machineOf(gpu),
    reset,
    dispose,
    advance,
    async read(head) {
      check()
      device.queue.writeBuffer(params, 0, readParams(R, head))
      const encoder = run(programs.read, Math.ceil(R / READERS))
      const bytes = 4 * READING * R
      encoder.copyBufferToBuffer(found, 0, back, 0, bytes)
      return unpacked(await fetch(encoder, bytes), R)
    },
    async state(r) {
      check()
      const encoder = device.createCommandEncoder()
      encoder.copyBufferToBuffer(states, 4 * r * stride, back, 0, 4 * stride)
      encoder.copyBufferToBuffer(replicas, 8 * r, back, 4 * stride, 8)
      const bytes = await fetch(encoder, 4 * stride + 8)
      return { w: Float64Array.from(new Float32Array(bytes, 0, s)), exponent: new Int32Array(bytes)[stride] }
    },
  }
}

export const machineOf = ({ name }: Gpu): EnsembleMachine => ({ id: 'webgpu', precision: 'f32', device: name })

/** Rows of s numbers as rows of `stride` floats. */
function padded(values: Float64Array, count: number, s: number, stride: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(count * stride)
  for (let i = 0; i < count; i++) out.set(values.subarray(i * s, (i + 1) * s), i * stride)
  return out
}

/** w_0 at size 1 … 2 with its power of two, as after a rescaling: the start may lie beyond float32. */
function beginning(start: Float64Array, noisy: boolean): { readonly w: Float64Array; readonly exponent: number } {
  const { power } = split(start.reduce((max, v) => Math.max(max, Math.abs(v)), 0))
  const exponent = noisy ? Math.max(0, power) : power
  return { w: start.map(v => scaled(v, -exponent)), exponent }
}

function unpacked(bytes: ArrayBuffer, R: number) {
  const [floats, ints, words] = [new Float32Array(bytes), new Int32Array(bytes), new Uint32Array(bytes)]
  return {
    energies: Float64Array.from({ length: 3 * R }, (_, i) => floats[READING * Math.floor(i / 3) + (i % 3)]),
    exponents: Int32Array.from({ length: R }, (_, r) => ints[READING * r + 3]),
    escapes: Float64Array.from({ length: R }, (_, r) => (words[READING * r + 4] === NEVER ? -1 : words[READING * r + 4])),
  }
}

/** Sizes of features whose products with a state stay within float32. */
const LARGEST = 0x10000000000

function checkFits({ device }: Gpu, { n, s, features, lambda }: RotatedProblem, R: number, stride: number): void {
  const what = `An ensemble of ${R} replicas with n = ${n} in ${s} directions`
  const bytes = 4 * Math.max(n * stride, R * stride, READING * R)
  // A dispatch has at most as many workgroups.
  if (R > 65535) throw new Fault(`${what} is beyond the 65,535 replicas of a GPU`, 'choose wasm or fewer replicas')
  const most = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize)
  if (bytes > most) throw new Fault(`${what} needs ${bytes} bytes in one buffer; this GPU allows ${most}`, 'choose wasm or fewer replicas')
  const tooLarge = (v: number) => !(Math.abs(v) < LARGEST)
  if (features.some(tooLarge) || lambda.some(tooLarge))
    throw new Fault(`${what} has features beyond float32`, 'choose wasm, or scale the data')
}
