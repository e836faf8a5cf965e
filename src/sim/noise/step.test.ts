import { describe, expect, it } from 'vitest'
import { COLUMN_TEXTS, changeOf, checkNoise, type NoiseKind, ScenarioError, type ScenarioEvent } from '../../scenario'
import type { Divergence } from '../armRun'
import { createReferenceBackend } from '../backends/reference'
import { BACKENDS } from '../backends/testing/backends.fixture'
import { onPlane } from '../plane'
import { createSimulation } from '../simulation'
import { bruteLoss, dense } from '../testing/dense.fixture'
import { scenarioOf } from '../testing/scenario.fixture'

const KINDS: readonly NoiseKind[] = ['none', 'isotropic', 'diagonal', 'gaussian', 'top-k', 'g-shaped', 'top-eigenvector', 'label']
const now = (field: ScenarioEvent['field'], value: number | string): ScenarioEvent => ({ step: -1, ...changeOf('sgd', field, value) })

const plan = (noise: NoiseKind, more: object = {}) =>
  scenarioOf({
    seed: 6,
    steps: 60,
    data: { n: 12, d: 4, labelNoise: 0.3 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.05, B: 2, noise, momentum: 0.3, ...more },
      { id: 'gd', kind: 'gd', eta: 0.05, momentum: 0.3 },
    ],
  })

describe.each(BACKENDS)('an arm with synthetic noise on the %s backend', (_, create) => {
  it.each(KINDS)('%s: replays to the bit, in any bundling of steps, from snapshots and after changes in flight', async noise => {
    const backend = await create()
    const live = await createSimulation(plan(noise), backend)
    await live.advance(10)
    const snapshot = await live.snapshot()
    await live.advance(7)
    await live.change(now('B', 5))
    await live.advance(3)
    await live.change(now('noise', noise === 'isotropic' ? 'gaussian' : 'isotropic'))
    await live.change(now('momentum', 0))
    await live.advance(9)
    await live.change(now('noise', 'minibatch'))
    await live.advance(1)
    expect(live.lastBatch(0)).toHaveLength(5)
    await live.change(now('noise', noise))
    for (let i = 0; i < 30; i++) await live.advance(1)
    const end = await live.fingerprint()
    expect(live.lastBatch(0)).toHaveLength(0)

    const replay = await createSimulation(JSON.parse(JSON.stringify(live.scenario)), backend)
    await replay.advance(60)
    expect(await replay.fingerprint()).toBe(end)
    await live.restore(snapshot)
    await live.advance(100)
    expect(await live.fingerprint()).toBe(end)
    const plain = await createSimulation(plan('minibatch'), backend)
    await plain.advance(60)
    expect(await plain.fingerprint()).not.toBe(end)
    for (const s of [live, replay, plain]) s.dispose()
    backend.dispose()
  })

  it('without noise takes the steps of gradient descent', async () => {
    const backend = await create()
    const simulation = await createSimulation(plan('none'), backend)
    await simulation.advance(60)
    const [sgd, gd] = await simulation.states()
    for (const [j, v] of gd!.theta.entries()) expect(sgd!.theta[j]).toBeCloseTo(v, 12)
    simulation.dispose()
    backend.dispose()
  })

  it('ends in a divergence like any other', async () => {
    const backend = await create()
    const scenario = { ...plan('isotropic', { eta: 50, momentum: 0 }), steps: 3000 }
    const simulation = await createSimulation(scenario, backend)
    await simulation.advance(3000)
    const { step, direction } = simulation.divergences[0] as Divergence
    expect(step).toBeGreaterThan(10)
    expect(step).toBeLessThan(1000)
    expect(direction).toBeGreaterThan(0)
    const [sgd] = await simulation.states()
    expect(sgd!.theta.every(Number.isFinite)).toBe(true)
    simulation.dispose()
    backend.dispose()
  })
})

describe('the row of an arm with synthetic noise', () => {
  it.each(KINDS)('%s: noise_share is that of E L(θ⁺) − L over many draws, and the plane carries its covariance', async noise => {
    const backend = createReferenceBackend()
    const simulation = await createSimulation(plan(noise, { momentum: 0, eta: 0.3, rank: 2 }), backend)
    const { data, columns } = simulation
    const eta = 0.3
    const start = (await simulation.states())[0]
    const { theta } = start
    const [reading] = await simulation.measure()
    const { at } = columns
    const row = reading!.row
    const at0 = dense({ kind: 'linear' }, theta, data)
    const moved = theta.map((v, j) => v - eta * at0.gradient[j])
    const drift = Math.abs(bruteLoss({ kind: 'linear' }, moved, data) - at0.L)
    // E L(θ⁺) − L(θ − η∇L) from steps actually taken, each from the same θ at another step.
    let sum = 0
    let squares = 0
    const [xx, xy, yy] = [[], [], []] as number[][]
    const draws = 4000
    for (let step = 0; step < draws; step++) {
      await simulation.restore({
        step,
        arms: [0, 1].map(() => ({ ...start, drawn: 0, time: 0, divergence: null, anchor: null, seen: null })),
      })
      await simulation.adopt({ ...simulation.scenario, steps: step + 1 })
      await simulation.advance(1)
      const after = (await simulation.states())[0].theta
      const rise = bruteLoss({ kind: 'linear' }, after, data) - bruteLoss({ kind: 'linear' }, moved, data)
      sum += rise
      squares += rise * rise
      const [x, y] = onPlane(
        simulation.plane,
        Float64Array.from(after, (v, j) => simulation.plane.anchor[j] + v - moved[j]),
      )
      xx!.push(x * x)
      xy!.push(x * y)
      yy!.push(y * y)
    }
    const close = (values: readonly number[], want: number) => {
      const mean = values.reduce((s, v) => s + v, 0) / draws
      const spread = Math.sqrt(values.reduce((s, v) => s + (v - mean) * (v - mean), 0)) / draws
      expect(Math.abs(mean - want)).toBeLessThanOrEqual(5 * spread + 1e-14)
    }
    const scale = (eta * eta) / 2
    close(xx!, scale * row[at.sigma_xx])
    close(xy!, scale * row[at.sigma_xy])
    close(yy!, scale * row[at.sigma_yy])
    const rise = sum / draws
    const error = Math.sqrt(squares / draws - rise * rise) / Math.sqrt(draws)
    const share = row[at.noise_share]
    if (noise === 'none') expect(share).toBe(0)
    else expect(Math.abs((share / (1 - share)) * drift - rise)).toBeLessThanOrEqual(5 * error)
    // The loss is quadratic with Hessian G, so that the mean rise is η²/2·Tr(Cov ξ·G), and B Cov ξ stands for Σ.
    const scaleOfMu = (2 * 2) / (eta * eta * 2 * at0.L * row[at.frob_G] * row[at.frob_G])
    if (noise === 'none') expect(row[at.mu_acting]).toBe(0)
    else expect(Math.abs(row[at.mu_acting] - scaleOfMu * rise)).toBeLessThanOrEqual(5 * error * scaleOfMu)
    expect(row[at.batch_size]).toBe(noise === 'none' ? 12 : 2)
    simulation.dispose()
    backend.dispose()
  })

  it('with a fixed trace has that trace in the weights, of whatever shape', async () => {
    const backend = createReferenceBackend()
    const read = async (noise: NoiseKind, trace: number) => {
      const simulation = await createSimulation(plan(noise, { momentum: 0, trace }), backend)
      const [reading] = await simulation.measure()
      const { at } = simulation.columns
      const share = reading!.row[at.noise_share]
      simulation.dispose()
      return share / (1 - share) / reading!.row[at.trace_sigma]
    }
    const matched = await read('gaussian', 0)
    for (const noise of ['gaussian', 'isotropic'] as const) {
      const ratio = (await read(noise, 0.02)) / (await read(noise, 0.01))
      expect(ratio).toBeCloseTo(2, 10)
    }
    // 0.05²·Tr Σ/2 in the weights is what minibatches have.
    const simulation = await createSimulation(plan('gaussian'), backend)
    const [reading] = await simulation.measure()
    const trace = ((0.05 * 0.05) / 2) * reading!.row[simulation.columns.at.trace_sigma]
    expect(await read('gaussian', trace)).toBeCloseTo(matched, 10)
    simulation.dispose()
    backend.dispose()
  })
})

it.each(['isotropic', 'label', 'minibatch'] as const)('two arms with %s noise part only where their random numbers do', async noise => {
  const backend = createReferenceBackend()
  const pair = async (draws: number) => {
    const { arms, ...rest } = plan(noise)
    const [arm] = arms
    if (!arm) throw new RangeError('no arm')
    const simulation = await createSimulation({ ...rest, arms: [arm, { ...arm, id: 'sgd2', draws }] }, backend)
    await simulation.advance(5)
    const thetas = (await simulation.states()).map(({ theta }) => [...theta])
    simulation.dispose()
    return thetas
  }
  const [[a, b], [c, d]] = [await pair(0), await pair(1)]
  expect(b).toEqual(a)
  expect(c).toEqual(a)
  expect(d).not.toEqual(a)
  backend.dispose()
})

it('reads μ of the noise that acts with G, and with H where it follows from the row', async () => {
  const backend = createReferenceBackend()
  const read = async (noise: NoiseKind, curvature: 'G' | 'H', trace = 0) => {
    const scenario = plan(noise, { trace })
    const simulation = await createSimulation({ ...scenario, measure: { ...scenario.measure, curvature, hessian: 2 } }, backend)
    const [sgd, gd] = await simulation.measure()
    const { at } = simulation.columns
    simulation.dispose()
    expect(gd?.row[at.mu_acting]).toBe(0)
    const row = sgd?.row ?? new Float64Array()
    return { acting: row[at.mu_acting], mu: row[at.mu], isotropic: row[at.mu_isotropic], proportional: row[at.mu_proportional] }
  }
  for (const curvature of ['G', 'H'] as const) {
    const [minibatch, isotropic, gaussian] = [
      await read('minibatch', curvature),
      await read('isotropic', curvature),
      await read('gaussian', curvature),
    ]
    expect(minibatch.acting).toBe(minibatch.mu)
    expect(isotropic.acting).toBeCloseTo(isotropic.isotropic, 12)
    expect(gaussian.acting).toBeCloseTo(gaussian.mu, 12)
    expect((await read('isotropic', curvature, 0.02)).acting / (await read('isotropic', curvature, 0.01)).acting).toBeCloseTo(2, 12)
    expect((await read('none', curvature)).acting).toBe(0)
  }
  const shaped = await read('g-shaped', 'G')
  expect(shaped.acting).toBeCloseTo(shaped.proportional, 12)
  expect((await read('g-shaped', 'H')).acting).toBeNaN()
  backend.dispose()
})

it('a network takes the same controls, and replays', async () => {
  const backend = createReferenceBackend()
  for (const noise of KINDS) {
    const scenario = scenarioOf({
      steps: 12,
      model: { kind: 'two-layer', m: 3, outer: 'fixed' },
      data: { n: 8, d: 2, teacher: 'tanh-units' },
      arms: [{ id: 'sgd', kind: 'sgd', eta: 0.1, B: 2, noise }],
    })
    const [a, b] = [await createSimulation(scenario, backend), await createSimulation(scenario, backend)]
    const before = (await a.states())[0].theta
    await a.advance(12)
    for (let i = 0; i < 12; i++) await b.advance(1)
    expect(await a.fingerprint()).toBe(await b.fingerprint())
    const after = (await a.states())[0].theta
    expect(after.slice(6)).toEqual(before.slice(6))
    expect(after.slice(0, 6)).not.toEqual(before.slice(0, 6))
    const [reading] = await a.measure()
    expect(reading!.row[a.columns.at.noise_share]).toBeGreaterThanOrEqual(0)
    for (const s of [a, b]) s.dispose()
  }
  backend.dispose()
})

it('refuses noise along eigenvectors or single parameters where a step would take too long, naming the field', () => {
  const large = plan('top-k')
  expect(() => checkNoise(large, 3000, 2000)).toThrow(ScenarioError)
  expect(() => checkNoise(large, 3000, 2000)).toThrow('xi: found “top-k”; allowed is none, isotropic, gaussian, g-shaped or label')
  expect(() => checkNoise({ ...plan('isotropic'), events: [now('noise', 'diagonal')] }, 3000, 2000)).toThrow('diagonal')
  expect(checkNoise(plan('gaussian'), 3000, 2000)).toBeDefined()
  expect(() => scenarioOf({ data: { n: 20000, d: 201 }, arms: [{ id: 'sgd', kind: 'sgd', eta: 0.1, noise: 'top-eigenvector' }] })).toThrow(
    'xi',
  )
})

it('η²/B times sigma_xx, and (n−B)/(n−1) without replacement, is the variance of a step along the axis', async () => {
  const [backend, n, B, eta, draws] = [await BACKENDS[0][1](), 12, 5, 0.05, 4000]
  for (const sampling of ['with-replacement', 'without-replacement'] as const) {
    const simulation = await createSimulation(plan('isotropic', { sampling, B, eta, momentum: 0 }), backend)
    const [{ row }] = await simulation.measure()
    const [start] = await simulation.states()
    const rest = { ...start, drawn: 0, time: 0, divergence: null, anchor: null, seen: null }
    // Steps actually taken, each from the same θ at another step; their mean is the drift, which is the same in all.
    const along: number[] = []
    for (let step = 0; step < draws; step++) {
      await simulation.restore({ step, arms: [rest, rest] })
      await simulation.adopt({ ...simulation.scenario, steps: step + 1 })
      await simulation.advance(1)
      along.push(onPlane(simulation.plane, (await simulation.states())[0].theta)[0])
    }
    const mean = along.reduce((s, x) => s + x, 0) / draws
    const variance = along.reduce((s, x) => s + (x - mean) ** 2, 0) / (draws - 1)
    const finite = sampling === 'with-replacement' ? 1 : (n - B) / (n - 1)
    const wanted = ((eta * eta) / B) * finite * row[simulation.columns.at.sigma_xx]
    // Of normal numbers the variance has a relative standard error of √(2/draws): five of them are 11 %, and the factor is 7/11.
    expect(Math.abs(variance / wanted - 1)).toBeLessThan(5 * Math.sqrt(2 / draws))
    expect(COLUMN_TEXTS.sigma_xx.meaning).toContain('(n−B)/(n−1)')
    simulation.dispose()
  }
  backend.dispose()
})

const SAMPLINGS = ['with-replacement', 'without-replacement', 'reshuffled'] as const
const SHAPES = KINDS.filter(kind => kind !== 'none')

it.each(SAMPLINGS.flatMap(sampling => SHAPES.map(noise => [noise, sampling] as const)))(
  '%s has the trace η²·Tr Σ/B of the minibatches it replaces, as drawn %s',
  async (noise, sampling) => {
    const [backend, n, B, eta, draws] = [createReferenceBackend(), 12, 5, 0.05, 1000]
    const simulation = await createSimulation(plan(noise, { sampling, B, eta, momentum: 0, rank: 2 }), backend)
    const [start] = await simulation.states()
    // Tr Σ from single residuals: (1/n) Σ r_i²‖x_i‖² − ‖∇L‖².
    const { X, y, d } = simulation.data
    const samples = Array.from({ length: n }, (_, i) => Array.from(X.subarray(i * d, (i + 1) * d)))
    const r = samples.map((x, i) => x.reduce((s, v, j) => s + v * start.theta[j], 0) - y[i])
    const mean = (values: readonly number[]) => values.reduce((s, v) => s + v, 0) / values.length
    const gradient = samples[0].map((_, j) => mean(samples.map((x, i) => r[i] * x[j])))
    const square = (v: readonly number[]) => v.reduce((s, x) => s + x * x, 0)
    const sigma = mean(samples.map((x, i) => r[i] * r[i] * square(x))) - square(gradient)
    const rest = { ...start, drawn: 0, time: 0, divergence: null, anchor: null, seen: null }
    const squares: number[] = []
    for (let step = 0; step < draws; step++) {
      await simulation.restore({ step, arms: [rest, rest] })
      await simulation.adopt({ ...simulation.scenario, steps: step + 1 })
      await simulation.advance(1)
      const { theta } = (await simulation.states())[0]
      squares.push(square(Array.from(theta, (v, j) => v - start.theta[j] + eta * gradient[j])))
    }
    const stated = ((eta * eta) / B) * sigma * (sampling === 'with-replacement' ? 1 : (n - B) / (n - 1))
    // The square of a normal number has a relative standard error of √2, and no shape has more; the factor is 7/11.
    expect(Math.abs(mean(squares) / stated - 1)).toBeLessThan(5 * Math.sqrt(2 / draws))
    simulation.dispose()
    backend.dispose()
  },
)
