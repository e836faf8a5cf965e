import { describe, expect, it } from 'vitest'
import { philox } from '../../lib/philox'
import type { Scenario, ScenarioEvent } from '../../scenario'
import { createWasmBackend } from '../backends/wasm'
import { makeData } from '../makeData'
import { evaluate, gradient } from '../net/derivatives'
import { initialNetwork, netOf } from '../network'
import { scenarioOf } from '../testing/scenario.fixture'
import { replicaSampler } from './copies'
import { openNetReplicas } from './netReplicas'

const backend = createWasmBackend()
const STEPS = 40
const PUSH = 12

const events: readonly ScenarioEvent[] = [
  { step: PUSH, arm: 'sgd', field: 'noise', value: 'minibatch' },
  { step: 20, arm: 'sgd', field: 'B', value: 3 },
  { step: 25, arm: 'sgd', field: 'eta', value: 0.2 },
  { step: 31, arm: 'sgd', field: 'momentum', value: 0 },
]

function netScenario(more: Partial<Scenario> = {}): Scenario {
  const { n, d } = { n: 12, d: 3 }
  const scenario = scenarioOf({
    seed: 4,
    model: { kind: 'two-layer', m: 5, activation: 'tanh' },
    data: { n, d, teacher: 'tanh-units' },
    init: { kind: 'gaussian', scale: 1 },
    arms: [
      { id: 'gd', kind: 'gd', eta: 0.1 },
      { id: 'sgd', kind: 'sgd', eta: 0.4, B: 1, momentum: 0.6, noise: 'none' },
    ],
    events,
  })
  return { ...scenario, ensemble: { R: 6, threshold: 1.02 }, ...more }
}

/** Draw q of replica r, from the words of the generator. */
function draw(n: number, seed: number, r: number, q: number): number {
  const words = new Uint32Array(4)
  philox(words, r, q >> 2, 0, 12, seed, 0)
  return Number((BigInt(words[q % 4]) * BigInt(n)) >> 32n)
}

/** The losses of replica r at every step, by plain loops around the network's gradient. */
function byHand(scenario: Scenario, r: number): number[] {
  const data = makeData(scenario.data, scenario.seed)
  const net = netOf(scenario, data)
  const theta = initialNetwork(net, scenario)
  const velocity = new Float64Array(theta.length)
  const settings = { eta: 0.4, B: 1, momentum: 0.6, noise: 'none' } as Record<string, unknown>
  const losses = [evaluate(net, theta, data.X, data.y).loss]
  let q = 0
  for (let t = 0; t < STEPS; t++) {
    for (const e of scenario.events) if (e.step === t) settings[e.field] = e.value
    const B = settings.B as number
    const rows = settings.noise === 'none' ? null : Int32Array.from({ length: B }, () => draw(data.n, scenario.seed, r, q++))
    const g = gradient(net, theta, data.X, data.y, rows)
    const momentum = settings.momentum as number
    for (let i = 0; i < theta.length; i++) {
      velocity[i] = momentum * velocity[i] + g[i]
      theta[i] -= (settings.eta as number) * velocity[i]
    }
    losses.push(evaluate(net, theta, data.X, data.y).loss)
  }
  return losses
}

describe('replicas of a network', () => {
  it.each([
    ['f64', 1e-11],
    ['f32', 1e-4],
  ] as const)('have the losses of loops by hand, in %s, at every step', async (precision, tolerance) => {
    const scenario = netScenario({ precision })
    const replicas = await openNetReplicas(scenario, { first: 0, count: 6 }, await backend)
    const hand = Array.from({ length: 6 }, (_, r) => byHand(scenario, r))
    for (let step = 0; step <= STEPS; step++) {
      await replicas.advanceTo(step, scenario)
      const logs = await replicas.logLosses()
      for (const [r, log] of logs.entries()) expect(Math.abs(Math.exp(log) / hand[r][step] - 1), `${r} at ${step}`).toBeLessThan(tolerance)
    }
    expect(new Set(await replicas.logLosses()).size).toBe(6)
    replicas.dispose()
  })

  it('have escaped where they first exceed the threshold times their loss at the last push', async () => {
    const scenario = netScenario()
    const replicas = await openNetReplicas(scenario, { first: 0, count: 6 }, await backend)
    expect(replicas.every).toBe(1)
    const hand = Array.from({ length: 6 }, (_, r) => byHand(scenario, r))
    const since = (push: number, until: number, threshold: number) =>
      hand.map(losses => losses.findIndex((loss, t) => t >= push && t <= until && loss > threshold * losses[push]))
    await replicas.advanceTo(19, scenario)
    const early = [...replicas.escapes()]
    expect(early).toEqual(since(PUSH, 19, 1.02))
    expect(early.some(t => t > PUSH)).toBe(true)
    // A larger B is no push; a larger η would be.
    await replicas.advanceTo(STEPS, scenario)
    expect([...replicas.escapes()]).toEqual(since(PUSH, STEPS, 1.02))
    await replicas.reset(1.5)
    await replicas.advanceTo(STEPS, scenario)
    expect([...replicas.escapes()]).toEqual(since(PUSH, STEPS, 1.5))
    replicas.dispose()
  })

  it('do the same alone as among others, and once more after a reset', async () => {
    const scenario = netScenario({ precision: 'f32' })
    const whole = await openNetReplicas(scenario, { first: 0, count: 6 }, await backend)
    const part = await openNetReplicas(scenario, { first: 3, count: 2 }, await backend)
    await whole.advanceTo(STEPS, scenario)
    for (const step of [1, 7, 30, STEPS]) await part.advanceTo(step, scenario)
    const logs = await whole.logLosses()
    expect(await part.logLosses()).toEqual(logs.slice(3, 5))
    expect(part.escapes()).toEqual(whole.escapes().slice(3, 5))
    await whole.reset(1.02)
    await whole.advanceTo(STEPS, scenario)
    expect(await whole.logLosses()).toEqual(logs)
    for (const replicas of [whole, part]) replicas.dispose()
  })

  it('that leave the range of numbers have an infinite loss, and have escaped', async () => {
    const scenario = netScenario({ events: [{ step: 1, arm: 'sgd', field: 'eta', value: 50 }] })
    const replicas = await openNetReplicas(scenario, { first: 0, count: 2 }, await backend)
    await replicas.advanceTo(400, scenario)
    expect([...(await replicas.logLosses())]).toEqual([Infinity, Infinity])
    expect(replicas.escapes().every(t => t > 0)).toBe(true)
    replicas.dispose()
  })

  it('look for escapes less often where a look costs more than a step, on the measured samples where there are many', async () => {
    const model = { kind: 'two-layer', m: 2000 } as const
    const scenario = scenarioOf({ model, data: { n: 9000, d: 20 }, init: { kind: 'gaussian', scale: 1 }, measure: { of: 60 } })
    const replicas = await openNetReplicas({ ...scenario, ensemble: { R: 2, threshold: 10 } }, { first: 0, count: 1 }, await backend)
    expect([replicas.samples, replicas.every]).toEqual([60, 16])
    replicas.dispose()
  })
})

it('replicas draw as the kernels of linear ensembles do, whatever the batches', () => {
  for (const [from, count, B] of [
    [0, 5, 3],
    [7, 4, 4],
  ] as const) {
    const rows = replicaSampler(12, 4, 5)('with-replacement', count, B, 100, from)
    expect([...rows]).toEqual(Array.from({ length: count * B }, (_, j) => draw(12, 4, 5, from + j)))
  }
})
