import { describe, expect, it } from 'vitest'
import { dot } from '../../lib/matrix'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { type Arm, armAt, batchSize, learningRate, PRESETS, type Sampling, type Scenario } from '../../scenario'
import { createReferenceBackend } from '../backends/reference'
import { traceSigma } from '../noise/local'
import type { Plane } from '../plane'
import { createSimulation, type Simulation } from '../simulation'
import { dense } from '../testing/dense.fixture'
import { stepNoise } from './stepNoise'

type Change = { [K in 'model' | 'data']?: Partial<Scenario[K]> } & { arm?: Partial<Arm> }

function small(id: string, { model, data, arm }: Change = {}): Scenario {
  const base = PRESETS.get(id)!.scenario
  return {
    ...base,
    steps: 60,
    backend: 'reference',
    arms: base.arms.map(own => ({ ...own, eta: 0.01, ...arm })),
    model: { ...base.model, ...model },
    data: { ...base.data, n: 13, ...data },
    measure: { ...base.measure, k: 4, hessian: 0, curvature: 'G' },
  }
}

const CASES: readonly (readonly [string, Scenario])[] = [
  ['linear', small('linear-anisotropic', { data: { d: 7, labelNoise: 0.3 } })],
  ['diagonal', small('linear-anisotropic', { model: { kind: 'olm-diagonal' }, data: { d: 5, labelNoise: 0.2 } })],
  ['planar', small('two-basins')],
  ['a net', small('two-layer', { model: { m: 4, activation: 'tanh' }, data: { d: 3 } })],
  ['a transformer with cross-entropy', small('transformer-hops', { model: { blocks: 1, width: 4, mlp: 4, heads: 1 } })],
]

async function opened(scenario: Scenario): Promise<Simulation> {
  const sim = await createSimulation(scenario, createReferenceBackend())
  await sim.advance(10)
  return sim
}

/** Any two directions: what is tested does not need them to be orthonormal. */
function planeOf(sim: Simulation): Plane {
  const direction = (step: number) => normals(new Float64Array(sim.size), 3, STREAM.probe, step)
  return { ...sim.plane, anchor: sim.theta0, first: direction(1), second: direction(2) }
}

const ask = (sim: Simulation, theta: Float64Array, arm: Arm, draws = 200) =>
  stepNoise(sim.probe, planeOf(sim), { theta, arm, step: 10, seed: 5, draws })

/** Per-sample gradients, ∇L, Σ and G, from single products, as dense matrices. */
async function dissect(sim: Simulation, theta: Float64Array) {
  const { n } = sim.data
  const local = (await sim.probe.local())(theta)
  const gradients = Array.from({ length: n }, (_, i) => local.mix(Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0))))
  const mean = gradients[0].map((_, j) => gradients.reduce((s, g) => s + g[j], 0) / n)
  const sigma = (v: Float64Array, w: Float64Array) =>
    gradients.reduce((s, g) => s + (dot(g, v) - dot(mean, v)) * (dot(g, w) - dot(mean, w)), 0) / n
  return { gradients, mean, sigma, G: (v: Float64Array, w: Float64Array) => dot(local.push(v), local.push(w)) / n }
}

function expectForm(
  got: readonly number[],
  form: (v: Float64Array, w: Float64Array) => number,
  { first, second }: Plane,
  scale: number,
): void {
  const want = [form(first, first), form(first, second), form(second, second)].map(v => scale * v)
  const size = Math.max(...want.map(Math.abs))
  for (const [e, v] of got.entries()) expect(Math.abs(v - want[e]) / size).toBeLessThan(1e-10)
}

describe.each(CASES)('the noise of a step of %s', (_, scenario) => {
  const samplings: readonly Sampling[] = ['with-replacement', 'without-replacement', 'reshuffled']

  it.each(samplings)('is η²Σ/B and η²/B·2L·G projected, and its drift −η∇L, %s', async sampling => {
    const sim = await opened(scenario)
    const [theta] = await sim.thetas()
    const arm: Arm = { ...armAt(scenario, 0, 10), kind: 'sgd', B: 4, sampling }
    const plane = planeOf(sim)
    const found = await ask(sim, theta, arm)
    const { mean, sigma, G } = await dissect(sim, theta)
    const eta = learningRate(arm, 10)
    const share = (sampling === 'with-replacement' ? 1 : (13 - 4) / 12) / 4
    expectForm(found.noise, sigma, plane, eta * eta * share)
    expectForm(found.curvature, G, plane, 2 * sim.probe.lossAt(theta) * eta * eta * share)
    expect(found.drift[0]).toBeCloseTo(-eta * dot(mean, plane.first), 12)
    expect(found.drift[1]).toBeCloseTo(-eta * dot(mean, plane.second), 12)
    expect(found.B).toBe(batchSize(arm, 10, 13))
    if (sim.model.kind !== 'network' && sim.model.kind !== 'planar') {
      const whole = dense(sim.model, theta, sim.data)
      const form = (A: readonly (readonly number[])[]) => (v: Float64Array, w: Float64Array) =>
        A.reduce((s, row, i) => s + v[i] * row.reduce((t, a, j) => t + a * w[j], 0), 0)
      expectForm(found.noise, form(whole.sigma), plane, eta * eta * share)
      expectForm(found.curvature, form(whole.G), plane, 2 * whole.L * eta * eta * share)
    }
    sim.dispose()
  })

  it('has a cloud of steps with real minibatches, of that mean and covariance', async () => {
    const sim = await opened(scenario)
    const [theta] = await sim.thetas()
    const arm: Arm = { ...armAt(scenario, 0, 10), kind: 'sgd', B: 2, sampling: 'without-replacement' }
    const { first } = planeOf(sim)
    const { cloud, eta, noise } = await ask(sim, theta, arm, 4000)
    const { gradients, mean } = await dissect(sim, theta)
    const possible = gradients.flatMap((a, i) =>
      gradients.slice(i + 1).map(b => -eta * ((dot(a, first) + dot(b, first)) / 2 - dot(mean, first))),
    )
    const size = Math.sqrt(noise[0])
    for (let draw = 0; draw < 50; draw++) expect(Math.min(...possible.map(v => Math.abs(v - cloud[2 * draw]))) / size).toBeLessThan(1e-9)
    const moment = (a: 0 | 1, b: 0 | 1) => {
      let sum = 0
      for (let d = 0; d < 4000; d++) sum += cloud[2 * d + a] * cloud[2 * d + b]
      return sum / 4000
    }
    expect(Math.abs(moment(0, 0) / noise[0] - 1)).toBeLessThan(0.12)
    expect(Math.abs(moment(1, 1) / noise[2] - 1)).toBeLessThan(0.12)
    expect(Math.abs(moment(0, 1) - noise[1])).toBeLessThan(0.12 * Math.sqrt(noise[0] * noise[2]))
    sim.dispose()
  })
})

describe('an arm with a noise of its own', () => {
  it.each(['isotropic', 'gaussian', 'g-shaped', 'label', 'diagonal', 'top-k', 'top-eigenvector'] as const)(
    'has the covariance and the draws of %s noise',
    async noise => {
      const scenario = small('linear-anisotropic', { data: { d: 4, labelNoise: 0.3 } })
      const sim = await opened(scenario)
      const [theta] = await sim.thetas()
      const arm: Arm = { ...armAt(scenario, 0, 10), kind: 'sgd', B: 2, noise }
      const found = await ask(sim, theta, arm, 4000)
      const local = (await sim.probe.local())(theta)
      const { first } = planeOf(sim)
      if (noise === 'isotropic')
        expect(found.noise[0] / ((found.eta ** 2 * (traceSigma(local) / 2) * dot(first, first)) / sim.p)).toBeCloseTo(1, 10)
      let sum = 0
      for (let d = 0; d < 4000; d++) sum += found.cloud[2 * d] ** 2
      expect(Math.abs(sum / 4000 / found.noise[0] - 1)).toBeLessThan(0.12)
      sim.dispose()
    },
  )

  it('has none where it takes the full gradient', async () => {
    const scenario = small('linear-anisotropic', { data: { d: 4 } })
    const sim = await opened(scenario)
    const [theta] = await sim.thetas()
    for (const arm of [armAt(scenario, 1, 10), { ...armAt(scenario, 0, 10), noise: 'none' as const }]) {
      const found = await ask(sim, theta, arm)
      expect([...found.noise, ...found.curvature].every(v => v === 0)).toBe(true)
      expect(found.cloud).toHaveLength(0)
      expect(Math.hypot(...found.drift)).toBeGreaterThan(0)
    }
    sim.dispose()
  })
})
