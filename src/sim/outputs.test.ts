import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { checkScenario, PRESETS, type Scenario } from '../scenario'
import type { Divergence } from './armRun'
import { createReferenceBackend } from './backends/reference'
import { forward } from './net/derivatives'
import { createSimulation, type Simulation } from './simulation'
import { denseClasses } from './testing/classes.fixture'

const assets = { mnist: async () => new Uint8Array(await readFile('public/data/mnist.bin')) }

/** A small net on 12 digits, or more. */
function digits(model: Partial<Scenario['model']>, data: Partial<Scenario['data']> = {}, measure: Partial<Scenario['measure']> = {}) {
  const base = PRESETS.get('mlp-digits-small')!.scenario
  return checkScenario({
    ...base,
    model: { ...base.model, hidden: [4], activation: 'gelu', ...model },
    data: { ...base.data, n: 12, pixels: '7', task: 'ten', ...data },
    arms: base.arms.map(arm => ({ ...arm, eta: 0.05, B: Math.min(arm.B, 4) })),
    measure: { ...base.measure, k: 5, ...measure },
  })
}
const open = (scenario: Scenario) => createSimulation(scenario, createReferenceBackend(), assets)
const small = { kind: 'cnn', filters: [2, 2], kernel: 3, stride: 1, padding: 1, pool: 'average' } as const

const CASES: readonly (readonly [string, Scenario])[] = [
  ['ten outputs, squared loss', digits({ kind: 'mlp' })],
  ['ten outputs, cross-entropy', digits({ kind: 'mlp', loss: 'cross-entropy' })],
  ['two layers, ten outputs, cross-entropy', digits({ kind: 'two-layer', m: 4, loss: 'cross-entropy', biases: 'on', scaling: 'ntk' })],
  ['outer layer fixed, ten outputs', digits({ kind: 'two-layer', m: 4, outer: 'fixed' })],
  ['random features, ten outputs', digits({ kind: 'random-features', m: 5 })],
  ['convolutions, one output', digits({ ...small, head: 3 }, { task: 'parity' })],
  ['convolutions, ten outputs, cross-entropy', digits({ ...small, pool: 'max', stride: 2, kernel: 2, loss: 'cross-entropy' })],
  ['convolutions without pooling, ten outputs', digits({ ...small, filters: [2], pool: 'none', stride: 3 }, { labelNoise: 0.2 })],
  ['Σ₁ in place of Σ', digits({ kind: 'mlp', loss: 'cross-entropy' }, {}, { sigma: 'uncentred' })],
]

describe.each(CASES)('%s', (_, scenario) => {
  it('reads what dense matrices give', async () => {
    const sim = await open(scenario)
    await sim.advance(9)
    const { at, first } = sim.columns
    for (const [a, { row }] of (await sim.measure()).entries()) {
      const theta = (await sim.states())[a].theta
      const want = denseClasses(sim, theta, await sim.residuals(a), scenario.measure.sigma === 'centred')
      const near = (found: number, wanted: number, size = Math.abs(wanted)) =>
        expect(Math.abs(found - wanted), `${found} for ${wanted}`).toBeLessThanOrEqual(1e-9 * size)
      for (const [name, value] of Object.entries(want.scalars)) near(row[at[name as keyof typeof at]], value)
      for (const name of ['sigma_xy', 'G_xy'] as const) near(row[at[name]], want.cross[name], want.cross.size)
      for (const [k, wanted] of want.lambda.slice(0, 5).entries()) {
        near(row[first.lambda + k], wanted)
        // Within a repeated eigenvalue any basis is as good as another: what belongs to one direction is not determined.
        if (!want.simple(k)) continue
        near(row[first.g + k], want.g[k], Math.max(1e-3, want.g[k]))
        near(row[first.energy + k], want.energy[k], want.scalars.loss)
      }
      for (const [l, share] of want.layerG.entries()) near(row[first.layer_G + l], share, 1)
      for (const [l, share] of want.layerMu.entries()) near(row[first.layer_mu + l], share, 1)
      expect(sim.columns.layers).toBe(want.layerG.length)
      expect(row[at.measured_on]).toBe(12)
      if (sim.scenario.model.loss === 'squared')
        for (const k of [0, 1, 2, 3, 4].filter(want.ends)) {
          const part = (from: number, to: number) => want.energy.slice(from, to).reduce((s, v) => s + v, 0)
          near(row[first.D + k], part(k + 1, want.energy.length) / part(0, k + 1), Math.max(1, row[first.D + k]))
        }
      else expect(row[first.D]).toBeNaN()
      if (a === 0) await gramIsJJ(sim)
    }
    sim.dispose()
  })
})

async function gramIsJJ(sim: Simulation) {
  const { theta } = (await sim.states())[0]
  const { J } = denseClasses(sim, theta, await sim.residuals(0), true)
  const K = await sim.gram(0)
  const side = J.length
  expect(K.length).toBe(side * side)
  const scale = K.reduce((s, v) => Math.max(s, Math.abs(v)), 0)
  for (let i = 0; i < side; i++)
    for (let j = 0; j < side; j++)
      expect(Math.abs(K[i * side + j] - J[i].reduce((s, v, q) => s + v * J[j][q], 0))).toBeLessThan(1e-11 * scale)
}

describe('the test set', () => {
  it.each([
    ['argmax', digits({ kind: 'mlp', loss: 'cross-entropy' })],
    ['sign', digits({ kind: 'mlp' }, { task: 'parity' })],
  ] as const)('error and loss are counts and means by hand: %s', async (_, scenario) => {
    const sim = await open(scenario)
    await sim.advance(20)
    const { theta } = (await sim.states())[0]
    const { row } = (await sim.measure())[0]
    const { at } = sim.columns
    if (sim.model.kind !== 'network') throw new Error('a network is wanted')
    const { n, X, y } = sim.data.test!
    expect(n).toBe(500)
    const f = forward(sim.model.net, theta, X)
    const C = sim.data.outputs
    let [wrong, loss] = [0, 0]
    for (let i = 0; i < n; i++) {
      const own = Array.from(f.subarray(i * C, (i + 1) * C))
      const wanted = Array.from(y.subarray(i * C, (i + 1) * C))
      if (C === 1) {
        if (Math.sign(own[0]) !== wanted[0]) wrong++
        loss += ((own[0] - wanted[0]) * (own[0] - wanted[0])) / 2
      } else {
        if (wanted[own.indexOf(Math.max(...own))] !== 1) wrong++
        loss += Math.log(own.reduce((s, v) => s + Math.exp(v), 0)) - own[wanted.indexOf(1)]
      }
    }
    expect(row[at.test_error]).toBe(wrong / n)
    expect(row[at.test_loss]).toBeCloseTo(loss / n, 12)
    sim.dispose()
  })

  it('of numbers to be predicted has a loss and no error', async () => {
    const base = PRESETS.get('two-layer')!.scenario
    const sim = await open({ ...base, data: { ...base.data, labelNoise: 0.5 } })
    const { row } = (await sim.measure())[0]
    expect(row[sim.columns.at.test_error]).toBeNaN()
    expect(row[sim.columns.at.test_loss]).toBeGreaterThan(0)
    sim.dispose()
  })
})

describe('fewer samples', () => {
  it('are a fixed choice of the seed, measured as a data set of their own; the loss stays that of all', async () => {
    const scenario = digits({ kind: 'mlp' }, { n: 30 }, { of: 11 })
    const sim = await open(scenario)
    const whole = await open({ ...scenario, measure: { ...scenario.measure, of: 0 } })
    await sim.advance(5)
    await whole.advance(5)
    expect(await sim.fingerprint()).toBe(await whole.fingerprint())
    const { at } = sim.columns
    const [few, all] = [(await sim.measure())[0].row, (await whole.measure())[0].row]
    expect([few[at.measured_on], all[at.measured_on]]).toEqual([11, 30])
    for (const name of ['loss', 'grad_norm', 'test_loss', 'test_error'] as const)
      expect(Math.abs(few[at[name]] / all[at[name]] - 1)).toBeLessThan(1e-12)
    expect(few[at.mu]).not.toBeCloseTo(all[at.mu], 6)
    const again = await open(scenario)
    await again.advance(5)
    expect([...(await again.measure())[0].row]).toEqual([...few])
    for (const s of [sim, whole, again]) s.dispose()
  })
})

it('says which direction carries the loss where a network overflows', async () => {
  const base = PRESETS.get('two-layer')!.scenario
  const scenario = {
    ...base,
    steps: 500,
    model: { ...base.model, m: 4, activation: 'identity' as const },
    data: { ...base.data, n: 14, d: 4 },
  }
  const sim = await open({ ...scenario, arms: [{ ...base.arms[1], eta: 5 }] })
  await sim.advance(500)
  const { step, direction, share } = sim.divergences[0] as Divergence
  expect(step).toBeGreaterThan(0)
  expect(direction).toBeGreaterThan(0)
  expect(share).toBeGreaterThan(0.2)
  expect(share).toBeLessThanOrEqual(1)
  sim.dispose()
})

it('weights of zero and trained biases: every output has the same curvature', async () => {
  const start = digits({ kind: 'mlp', loss: 'squared' }, { n: 40 }, { k: 12 })
  const sim = await open({ ...start, init: { kind: 'gaussian', scale: 0 } })
  const { first } = sim.columns
  const { row } = (await sim.measure())[0]
  for (let k = 0; k < 10; k++) expect(row[first.lambda + k]).toBeCloseTo(1, 12)
  expect(row[first.lambda + 10]).toBeNaN()
  sim.dispose()
})
