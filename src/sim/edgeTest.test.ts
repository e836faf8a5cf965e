import { expect, it } from 'vitest'
import { CATAPULT, EDGE_WINDOW, ETA_PUSH } from '../lib/catapult'
import { times } from '../lib/matrix'
import { elementAt } from '../lib/values'
import type { Scenario } from '../scenario'
import { BACKENDS } from './backends/testing/backends.fixture'
import { edgeTest, isRandom, pushesOf } from './edgeTest'
import { createSimulation, type Simulation } from './simulation'
import { scenarioOf } from './testing/scenario.fixture'

const [, create] = BACKENDS[0]
const backend = await create()
const AT = 60

async function open<T>(scenario: Scenario, use: (sim: Simulation) => Promise<T>): Promise<T> {
  const sim = await createSimulation(scenario, backend, undefined, { planeLater: true })
  try {
    return await use(sim)
  } finally {
    sim.dispose()
  }
}

const linear = (arm: object): Scenario =>
  scenarioOf({
    seed: 4,
    steps: 500,
    data: { n: 8, d: 5, labelNoise: 0.2 },
    init: { kind: 'gaussian', scale: 1 },
    arms: [{ id: 'own', kind: 'gd', eta: 0.1, ...arm }],
  })

const half = (r: Float64Array) => r.reduce((s, v) => s + v * v, 0) / (2 * r.length)

it('of gradient descent the loss catapults with a rate beyond 2/λ₁ alone, as products with K say', async () => {
  const { lambda, K, r } = await open(linear({}), async sim => ({
    lambda: (await sim.geometry(0)).lambda[0],
    K: await sim.gram(0),
    r: await sim.residuals(0),
  }))
  for (const [share, rises] of [
    [0.95, true],
    [0.8, false],
  ] as const) {
    const eta = (share * 2) / lambda
    const { before, trials, step } = await edgeTest({ scenario: linear({ eta }), step: AT, repeat: 0 }, open)
    // r ← r − ηKr/n.
    const next = (r: Float64Array, rate: number) => {
      const image = times(K, r, 8, 8)
      return r.map((v, i) => v - (rate * image[i]) / 8)
    }
    let own = r
    const losses = [half(own)]
    for (let t = 0; t < AT; t++) {
      own = next(own, eta)
      losses.push(half(own))
    }
    expect(step).toBe(AT)
    expect(before).toHaveLength(EDGE_WINDOW.before + 1)
    for (const [i, loss] of before.entries()) expect(loss / losses[AT - EDGE_WINDOW.before + i]).toBeCloseTo(1, 9)
    expect(trials.map(({ push, B, diverged }) => [push, B, diverged])).toEqual([
      ['none', 8, false],
      ['eta', 8, false],
    ])
    for (const trial of trials) {
      expect(trial.eta / eta).toBeCloseTo(trial.push === 'eta' ? ETA_PUSH : 1, 12)
      let at = own
      let most = 0
      for (let t = 1; t <= EDGE_WINDOW.after; t++) {
        at = next(at, trial.eta)
        most = Math.max(most, half(at))
        expect(trial.loss[t] / half(at)).toBeCloseTo(1, 6)
      }
      expect(trial.rise / (most / Math.max(...before))).toBeCloseTo(1, 6)
      expect(trial.rise >= CATAPULT).toBe(rises && trial.push === 'eta')
    }
  }
})

it('of SGD goes on as the run itself does where it is not pushed, with momentum and inside of an epoch, and otherwise with half the batch', async () => {
  const scenario: Scenario = {
    ...linear({ kind: 'sgd', B: 3, momentum: 0.5, sampling: 'reshuffled' }),
    events: [{ step: AT + 2, arm: 'own', field: 'eta', value: 0.5 }],
  }
  const tests = await Promise.all([0, 1].map(repeat => edgeTest({ scenario, step: AT, repeat }, open)))
  const { trials } = tests[0]
  expect(trials.map(({ push, eta, B }) => [push, eta, B])).toEqual([
    ['none', 0.1, 3],
    ['eta', expect.closeTo(0.11, 12), 3],
    ['batch', 0.1, 1],
  ])
  const own = await open({ ...scenario, events: [] }, async sim => {
    await sim.advance(AT + 7)
    return sim.probe.lossAt((await sim.thetas())[0])
  })
  expect(trials[0].loss[7]).toBe(own)
  expect(tests[1].trials[0].loss[0]).toBe(trials[0].loss[0])
  expect(tests[1].trials[0].loss[7]).not.toBe(own)
  expect(await edgeTest({ scenario, step: AT, repeat: 1 }, open)).toEqual(tests[1])
})

it('says nothing of a run that has diverged before', async () => {
  const found = await edgeTest({ scenario: linear({ eta: 500 }), step: 400, repeat: 0 }, open)
  expect(found.trials).toEqual([])
})

it('halves a batch only where noise hears of it and a schedule does not', () => {
  const pushes = (arm: object) => pushesOf(elementAt(linear({ kind: 'sgd', B: 4, ...arm }).arms, 0), 0, 8)
  expect(pushes({})).toEqual(['none', 'eta', 'batch'])
  for (const arm of [{ B: 1 }, { noise: 'none' }, { noise: 'isotropic', trace: 0.3 }, { bschedule: 'step' }, { kind: 'gd' }])
    expect(pushes(arm)).toEqual(['none', 'eta'])
  expect(pushes({ noise: 'isotropic' })).toEqual(['none', 'eta', 'batch'])
  expect([{}, { noise: 'none' }].map(arm => isRandom(elementAt(linear({ kind: 'sgd', B: 4, ...arm }).arms, 0)))).toEqual([true, false])
})
