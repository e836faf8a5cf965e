import { expect, it } from 'vitest'
import type { Scenario } from '../../scenario'
import { createReferenceBackend } from '../../sim/backends/reference'
import { createSimulation } from '../../sim/simulation'
import { scenarioOf } from '../../sim/testing/scenario.fixture'
import { compute } from './curves'

const context = { assets: { mnist: () => Promise.reject(new Error('no digits here')) }, report: () => {}, show: () => {} }

const near = (more: Parameters<typeof scenarioOf>[0]) =>
  scenarioOf({
    seed: 3,
    steps: 30,
    data: { n: 60, d: 6, spectrum: 'power-law', exponent: 0.5 },
    init: { kind: 'near-minimum', scale: 0.5 },
    measure: { k: 5 },
    ...more,
  })

/** Rows of an arm at every step. */
async function rows(scenario: Scenario, arm: number) {
  const sim = await createSimulation(scenario, createReferenceBackend())
  const out = []
  for (;;) {
    const { row } = (await sim.measure())[arm]
    out.push((name: string) => row[sim.columns.names.indexOf(name)])
    if (sim.step >= scenario.steps) break
    await sim.advance(1)
  }
  sim.dispose()
  return out
}

it('follows an arm without noise through its events: the recursion is the run', async () => {
  const scenario = near({
    data: { n: 60, d: 6, spectrum: 'power-law', exponent: 0.5, labelNoise: 0.2 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.1, B: 4 },
      { id: 'gd', kind: 'gd', eta: 0.2, schedule: 'cosine', period: 40 },
    ],
    events: [{ step: 12, arm: 'gd', field: 'eta', value: 0.3 }],
  })
  const part = (await compute({ scenario, arm: 1 }, context))!
  const measured = await rows(scenario, 1)
  expect([part.arm, part.k, part.until, part.end, part.aligned]).toEqual(['gd', 5, 30, null, null])
  for (const [t, at] of measured.entries()) {
    expect(part.exact.step[t]).toBe(t)
    expect(part.exact.loss[t] / at('loss')).toBeCloseTo(1, 10)
    for (let k = 1; k <= 5; k++) {
      expect(part.exact.D[5 * t + k - 1] / at(`D_${k}`), `D_${k}`).toBeCloseTo(1, 6)
      expect(part.exact.energy[5 * t + k - 1] / at(`energy_${k}`), `energy_${k}`).toBeCloseTo(1, 6)
    }
  }
  expect(part.growth.map(g => g.from)).toEqual([0, 12])
  expect(part.growth[1].eta).toBeCloseTo(0.3 * (0.55 + 0.45 * Math.cos((Math.PI * 12) / 40)), 12)
})

it('tells the growth that noise brings, and where it cannot follow', async () => {
  const arms = [
    { id: 'a', kind: 'sgd' as const, eta: 0.9, B: 1 },
    { id: 'b', kind: 'sgd' as const, eta: 0.1, B: 1, momentum: 0.5 },
    { id: 'c', kind: 'sgd' as const, eta: 0.1, B: 2 },
  ]
  const scenario = near({ arms, events: [{ step: 20, arm: 'c', field: 'sampling', value: 'reshuffled' }] })
  const parts = await Promise.all([0, 1, 2].map(arm => compute({ scenario, arm }, context)))
  const [a, b, c] = parts
  const { rho, rhoAligned, rhoGaussian, D } = a!.growth[0]
  expect(rho).toBeGreaterThan(1)
  expect(rhoGaussian).toBeGreaterThan(rhoAligned)
  const last = a!.exact.step.length - 1
  expect(a!.exact.loss[last] / a!.exact.loss[last - 1] / rho).toBeCloseTo(1, 1)
  expect(D).toHaveLength(5)
  expect(a!.aligned!.loss[last]).toBeGreaterThan(0)
  expect(a!.reference[0]).toBeGreaterThan(a!.reference[1])
  expect([b!.until, b!.end]).toEqual([0, 'momentum'])
  expect([c!.until, c!.end]).toEqual([20, 'reshuffled'])
})

it.each(['olm-diagonal', 'olm-two-layer'] as const)('makes %s linear at its minimum: close to it, the run', async kind => {
  const scenario = near({ model: { kind, m: 4 }, init: { kind: 'near-minimum', scale: 1e-7 }, arms: [{ id: 'gd', kind: 'gd', eta: 0.1 }] })
  const part = (await compute({ scenario, arm: 0 }, context))!
  const measured = await rows(scenario, 0)
  expect(part.linear).toBe(false)
  for (const t of [0, 10, 30]) {
    expect(part.exact.loss[t] / measured[t]('loss')).toBeCloseTo(1, 4)
    expect(part.exact.D[5 * t] / measured[t]('D_1')).toBeCloseTo(1, 4)
  }
  expect(await compute({ scenario: { ...scenario, init: { kind: 'gaussian', scale: 1 } }, arm: 0 }, context)).toBeNull()
})

it('has the axes of a model made linear, for noise along single parameters', async () => {
  const scenario = near({ model: { kind: 'olm-diagonal' }, arms: [{ id: 'a', kind: 'sgd', eta: 0.05, B: 2, noise: 'diagonal' }] })
  const diagonal = (await compute({ scenario, arm: 0 }, context))!
  const full = (await compute({ scenario: { ...scenario, arms: [{ ...scenario.arms[0], noise: 'gaussian' }] }, arm: 0 }, context))!
  expect(diagonal.end).toBeNull()
  // Both noises have the same trace, so the first step adds the same to E‖w‖² but not to each direction.
  const norm = (part: typeof full, t: number) => Array.from({ length: 5 }, (_, k) => part.exact.energy[5 * t + k])
  expect(norm(diagonal, 0)).toEqual(norm(full, 0))
  expect(norm(diagonal, 1)[0]).not.toBeCloseTo(norm(full, 1)[0], 6)
})
