/** What an arm drew at every step, for draws.npz: minibatches, and ξ of steps with synthetic noise. */

import { Fault } from '../lib/fault'
import type { NpyArray } from '../lib/npz'
import { type Arm, armAt, batchSize, isControlled, learningRate, nextEventAfter, type Scenario, usesBatches } from '../scenario'
import type { DrawWatch } from '../sim/armRun'
import { sigmaShare } from '../sim/noise/control'
import { UsageError } from './faults'

/** Bytes of one arm's draws at most. */
const LARGEST_DRAWS = 2 ** 30
const TOO_LARGE = ['draws.npz would take more than 1 GB', 'take fewer steps or leave out --draws'] as const

/** Throws a UsageError where an arm of a run through all its steps would draw too much, from n samples and for a θ of p entries. */
export function checkDraws(scenario: Scenario, n: number, p: number): void {
  if (scenario.arms.some((_, arm) => bytesDrawn(scenario, arm, n, p) > LARGEST_DRAWS)) throw new UsageError(TOO_LARGE.join('; '))
}

/** Bytes of what an arm draws in all its steps, counted until they are too many. */
export function bytesDrawn(scenario: Scenario, arm: number, n: number, p: number): number {
  let bytes = 0
  for (let from = 0; from < scenario.steps && bytes <= LARGEST_DRAWS; ) {
    const until = Math.min(scenario.steps, nextEventAfter(scenario, from))
    bytes += bytesBetween(armAt(scenario, arm, from), from, until, n, p)
    from = until
  }
  return bytes
}

/** The same of steps with settings that hold throughout. */
function bytesBetween(settings: Arm, from: number, until: number, n: number, p: number): number {
  if (!usesBatches(settings)) return 0
  const constant = settings.bschedule === 'constant'
  if (isControlled(settings)) {
    const silent = settings.noise === 'none' || (settings.trace === 0 && constant && sigmaShare(settings, from, n) === 0)
    return silent ? 0 : Float64Array.BYTES_PER_ELEMENT * p * (until - from)
  }
  const bytesAt = (step: number) => Int32Array.BYTES_PER_ELEMENT * batchSize(settings, step, n)
  if (constant) return bytesAt(from) * (until - from)
  let bytes = 0
  for (let step = from; step < until && bytes <= LARGEST_DRAWS; step++) bytes += bytesAt(step)
  return bytes
}

export class Draws implements DrawWatch {
  /** By their first step, batches of size B; what was drawn for a trial before the run gives way to the run's own. */
  private readonly pieces = new Map<number, { readonly B: number; readonly indices: Int32Array }>()
  private readonly noises = new Map<number, Float64Array>()
  private bytes = 0

  batches(step: number, B: number, indices: Int32Array): void {
    this.hold(indices.byteLength - (this.pieces.get(step)?.indices.byteLength ?? 0))
    this.pieces.set(step, { B, indices: indices.slice() })
  }

  noise(step: number, xi: Float64Array | null): void {
    if (!xi) return
    this.hold(xi.byteLength - (this.noises.get(step)?.byteLength ?? 0))
    this.noises.set(step, xi)
  }

  /** The arrays of draws.npz, for the first `steps` steps of an arm. */
  arrays(scenario: Scenario, arm: number, steps: number): Record<string, NpyArray> {
    const start = new Int32Array(steps + 1)
    const kept = [...this.pieces].filter(([step]) => step < steps)
    for (const [step, { B, indices }] of kept) start.fill(B, step + 1, step + 1 + indices.length / B)
    for (let t = 0; t < steps; t++) start[t + 1] = (start[t + 1] ?? 0) + (start[t] ?? 0)
    const batch = new Int32Array(start[steps] ?? 0)
    for (const [step, { indices }] of kept) batch.set(indices, start[step])
    const lr = Float64Array.from({ length: steps }, (_, t) => learningRate(armAt(scenario, arm, t), t))
    const noises = [...this.noises].filter(([step]) => step < steps)
    const size = noises[0]?.[1].length ?? 0
    const xi = new Float64Array(noises.length * size)
    for (const [k, [, noise]] of noises.entries()) xi.set(noise, k * size)
    return {
      lr: { data: lr, shape: [steps] },
      batch_start: { data: start, shape: [steps + 1] },
      batches: { data: batch, shape: [batch.length] },
      ...(size > 0 && {
        xi: { data: xi, shape: [noises.length, size] },
        xi_step: { data: Int32Array.from(noises, ([step]) => step), shape: [noises.length] },
      }),
    }
  }

  private hold(bytes: number): void {
    this.bytes += bytes
    if (this.bytes > LARGEST_DRAWS) throw new Fault(...TOO_LARGE)
  }
}
