/**
 * Replicas of a network: copies of one arm with other minibatches, on one machine: one after another on the processor, all at
 * once on a GPU.
 *
 *     const replicas = await openNetReplicas(scenario, { first: 0, count: 64 }, backend)
 *     await replicas.advanceTo(100, scenario)      // with the settings in force at each step
 *     const logs = await replicas.logLosses()      // one per replica
 *     replicas.dispose()
 *
 * What a replica does depends on its index alone: on the processor a replica of many is the same, bit for bit, as one opened by
 * itself.
 */

import ln from '@stdlib/math-base-special-ln'
import { Fault } from '../../lib/fault'
import {
  armAt,
  batchSize,
  ensembleArm,
  keptPart,
  lastPush,
  mostNetworks,
  nextEventAfter,
  parametersOf,
  ruleOf,
  type Scenario,
} from '../../scenario'
import { type DeviceMachine, isHost } from '../backends/machine/machine'
import type { Backend } from '../backends/types'
import { type Assets, loadData } from '../load'
import { openNetwork } from '../network'
import { type Samples, samplesMeasured } from '../subset'
import { type Copies, createOneByOne, type Share } from './copies'

export interface NetReplicas {
  readonly step: number
  /** Samples that losses are the mean of: all, or those measured. */
  readonly samples: number
  /** Steps between looks for escapes. */
  readonly every: number
  /** Takes the steps up to `step`, with the settings in force at each; they must be ones that replicas can follow. */
  advanceTo(step: number, scenario: Scenario): Promise<void>
  /** log L of every replica; +∞ for one that has left the range of numbers. */
  logLosses(): Promise<Float64Array>
  /**
   * The step at which each replica was first found beyond the threshold times its loss at the last push of the scenario (or
   * at the start); −1 for not yet.
   */
  escapes(): Float64Array
  /** Back to the start. */
  reset(threshold: number): Promise<void>
  dispose(): void
}

/** Multiply-adds of one evaluation beyond which the measured samples stand for all. */
const EXPENSIVE_LOSS = 2e8
/** Multiply-adds that one step costs at least, whatever its size: calls, draws, copies. */
const SMALLEST_STEP = 2e5

/** Opens the replicas of a share at θ_0. Throws where their memory does not suffice. */
export async function openNetReplicas(scenario: Scenario, share: Share, backend: Backend, assets?: Assets): Promise<NetReplicas> {
  const index = ensembleArm(scenario)
  const arm = scenario.arms[index]
  if (!arm) throw new Fault('Replicas repeat an arm with minibatches; this run has none', 'add an SGD arm')
  const data = await loadData(scenario, assets)
  const dynamics = openNetwork(scenario, data, await backend.machine?.(scenario.precision))
  const { engine, model } = dynamics
  if (model.kind !== 'network') throw new Fault(`Replicas of networks need a network; this is ${model.kind}`, 'open an ensemble of it')
  const { net } = model
  const most = mostNetworks(scenario, net.size)
  if (parametersOf(scenario) === undefined && scenario.ensemble.R > most) {
    engine.dispose()
    throw new Fault(`${scenario.ensemble.R} replicas of ${net.size} parameters do not fit`, `take at most ${most} replicas`)
  }
  const samples: Samples = data.n * net.size > EXPENSIVE_LOSS ? samplesMeasured(net, data, scenario.measure.of, scenario.seed) : data
  const every = cadence(samples.n * net.size, Math.max(SMALLEST_STEP, 3 * batchSize(arm, 0, data.n) * net.size))
  const { machine } = net
  const copies = isHost(machine)
    ? await createOneByOne(net, dynamics, arm, scenario, samples, share)
    : await batched(machine as DeviceMachine)
  const { count } = share
  const limits = new Float64Array(count)
  const escaped = new Float64Array(count)
  let { threshold } = scenario.ensemble
  let step = 0
  let known: { readonly step: number; readonly losses: Float64Array } | null = null

  async function batched(device: DeviceMachine): Promise<Copies> {
    if (keptPart(arm!)) throw new Fault('Replicas that keep a part of their gradients are the processor’s', 'choose the backend wasm')
    const { createBatched } = await import('./batched')
    const { X, y, n } = data
    return createBatched(net, device, { X, y, n, theta0: dynamics.theta0, rule: ruleOf(arm!), seed: scenario.seed }, samples, share)
  }

  async function losses(): Promise<Float64Array> {
    if (known?.step !== step) known = { step, losses: await copies.losses() }
    return known.losses
  }

  async function look(): Promise<void> {
    for (const [r, loss] of (await losses()).entries()) if (escaped[r] < 0 && !(loss <= limits[r])) escaped[r] = step
  }

  /** From here on escapes are counted from the losses that are. */
  async function begin(): Promise<void> {
    for (const [r, loss] of (await losses()).entries()) limits[r] = threshold * loss
    escaped.fill(-1)
    await look()
  }

  await begin()
  return {
    get step() {
      return step
    },
    samples: samples.n,
    every,
    async advanceTo(target, now) {
      while (step < target) {
        if (step > 0 && lastPush(now, index, step) === step) await begin()
        const until = Math.min(target, nextEventAfter(now, step), step + every - (step % every))
        const before = step > 0 ? armAt(now, index, step - 1) : null
        await copies.advance(armAt(now, index, step), before, step, until - step)
        step = until
        if (step % every === 0) await look()
      }
    },
    logLosses: async () => (await losses()).map(loss => ln(loss)),
    escapes: () => escaped.slice(),
    async reset(value) {
      threshold = value
      await copies.reset()
      step = 0
      known = null
      await begin()
    },
    dispose: () => engine.dispose(),
  }
}

/** The smallest power of two of steps that cost as much as a reading. */
function cadence(reading: number, stepping: number): number {
  let steps = 1
  while (steps * stepping < reading) steps *= 2
  return steps
}
