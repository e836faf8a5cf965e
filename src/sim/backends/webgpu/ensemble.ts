/**
 * Ensembles on a GPU, in float32: many steps of all replicas per dispatch, the minibatches drawn inside. The draws, the powers of two and
 * the escape rule are those of `EnsembleKernel`. Over 100 stable steps states stay within 1e-6 of float64, relative to their length,
 * and energies within 2e-6, for one direction as for 70: what is rounded is w and the features, so compensated sums would gain nothing.
 */

import { TWO_32 } from '../../../lib/philox'
import type { EnsembleKernel, EnsembleMachine, EnsembleSteps, RotatedProblem } from '../ensemble'
import { beginning } from '../single'
import type { Gpu } from './device'
import { energies, READERS, READING, unpacked } from './energies'
import { codeOf, groupsFor, type Layout, layoutFor } from './layout'
import { firstWork, nextWork, sizeOf } from './pace'
import { PARAMS_BYTES, type Part, readParams, stepParams } from './params'
import { checkFits, padded, strideOf } from './problem'
import { THREADS } from './threads'
import { dispatch, type Program, Workspace } from './workspace'

/** Steps of a dispatch, at most. */
const MOST_STEPS = 1024
/** Rows of states written at a time by a reset. */
const ROWS = 1024

export const machineOf = ({ name }: Gpu): EnsembleMachine => ({ id: 'webgpu', precision: 'f32', device: name })

/** A kernel on an open device; `layout` is chosen by the adapter unless given. Rejects with a Fault where the problem does not fit. */
export async function openKernel(
  gpu: Gpu,
  problem: RotatedProblem,
  R: number,
  seed: number,
  stream: number,
  layout: Layout = layoutFor(problem.s, gpu),
): Promise<EnsembleKernel> {
  const { n, s, rest } = problem
  checkFits(problem, R, gpu.device.limits)
  const space = new Workspace(gpu)
  const stride = strideOf(s)
  const { STORAGE, UNIFORM, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage
  const params = space.buffer(PARAMS_BYTES, UNIFORM | COPY_DST)
  const rates = space.buffer(4 * MOST_STEPS, STORAGE | COPY_DST)
  const states = space.buffer(4 * R * stride, STORAGE | COPY_DST | COPY_SRC)
  const replicas = space.buffer(8 * R, STORAGE | COPY_DST | COPY_SRC)
  const found = space.buffer(4 * READING * R, STORAGE | COPY_SRC)
  const back = space.buffer(Math.max(4 * READING * R, 4 * stride + 8), MAP_READ | COPY_DST)
  const features = space.constant(padded(problem.features, s))
  const left = space.constant(rest ? Float32Array.from(rest) : new Float32Array(1))
  const lambda = space.constant(padded(problem.lambda, s))
  let programs: { readonly steps: Program; readonly read: Program }
  try {
    programs = {
      steps: await space.program(codeOf(layout, stride), [params, features, left, lambda, rates, states, replicas]),
      read: await space.program(energies(stride / 4), [params, lambda, states, replicas, found]),
    }
  } catch (error) {
    space.dispose()
    throw error
  }

  const origin = beginning(problem)
  function reset(): void {
    const block = Math.min(R, ROWS)
    const values = padded(
      Float64Array.from({ length: block * s }, (_, i) => origin.w[i % s]),
      s,
    )
    for (let r = 0; r < R; r += block) space.write(states, values, 4 * r * stride, 4 * Math.min(block, R - r) * stride)
    space.write(
      replicas,
      Int32Array.from({ length: 2 * R }, (_, i) => (i % 2 === 0 ? origin.exponent : -1)),
    )
  }

  const fixed = { n, seed, stream, noisy: rest !== null }
  let work = 0
  let workFor = 0
  /** One dispatch, and what it teaches about the next. */
  async function take(part: Part): Promise<void> {
    const begun = performance.now()
    const count = part.end - part.first
    space.write(params, stepParams(fixed, part))
    await space.run(programs.steps, groupsFor(layout, count))
    work = nextWork(work, count * part.steps, performance.now() - begun)
  }

  async function advance({ etas, B, taken, drawn, limit }: EnsembleSteps): Promise<void> {
    if (workFor !== B) work = firstWork(s, B)
    workFor = B
    for (let t = 0; t < etas.length; ) {
      const { steps, replicas } = sizeOf(work, R, THREADS)
      // Draws of a dispatch are counted in 32 bits.
      const part = etas.subarray(t, t + Math.min(steps, MOST_STEPS, Math.floor(TWO_32 / 2 / B)))
      space.write(
        rates,
        Float32Array.from(part, eta => eta / B),
      )
      for (let first = 0; first < R; first += replicas) {
        const end = Math.min(R, first + replicas)
        await take({ first, end, steps: part.length, B, taken: taken + t, drawn: drawn + t * B, limit })
      }
      t += part.length
    }
  }

  reset()
  return {
    R,
    machine: machineOf(gpu),
    reset,
    advance,
    dispose: () => space.dispose(),
    async read(head) {
      const bytes = 4 * READING * R
      space.write(params, readParams(R, head))
      const words = await space.fetch(back, bytes, encoder => {
        dispatch(encoder, programs.read, Math.ceil(R / READERS))
        encoder.copyBufferToBuffer(found, 0, back, 0, bytes)
      })
      return unpacked(words, R)
    },
    async state(r) {
      const words = await space.fetch(back, 4 * stride + 8, encoder => {
        encoder.copyBufferToBuffer(states, 4 * r * stride, back, 0, 4 * stride)
        encoder.copyBufferToBuffer(replicas, 8 * r, back, 4 * stride, 8)
      })
      return { w: Float64Array.from(new Float32Array(words, 0, s)), exponent: new Int32Array(words)[stride] }
    },
  }
}
