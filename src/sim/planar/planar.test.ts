import { describe, expect, it } from 'vitest'
import { ScenarioError } from '../../scenario'
import { createReferenceBackend } from '../backends/reference'
import { onPlane } from '../plane'
import { createSimulation } from '../simulation'
import { dense as denseMetrics } from '../testing/net.fixture'
import { scenarioOf } from '../testing/scenario.fixture'
import { Worst } from '../testing/worst.fixture'
import { bruteLoss, gridPoint } from './testing.fixture'

const KINDS = ['valley', 'two-basins', 'zhu-2d'] as const
const plan = (kind: (typeof KINDS)[number], more: object = {}) =>
  scenarioOf({
    seed: 5,
    steps: 40,
    model: { kind },
    data: { n: 9, d: 2, spectrum: 'explicit', values: [1, 0.5], labelNoise: kind === 'zhu-2d' ? 0 : 0.2 },
    init: { kind: 'constant', scale: 0.7 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.01, B: 2 },
      { id: 'gd', kind: 'gd', eta: 0.01, momentum: 0.5 },
    ],
    view: { plane: 'parameters', i: 1, j: 2 },
    ...more,
  })
const backend = createReferenceBackend()

/** Rows of J by central differences. */
function numericJacobian(residuals: (theta: Float64Array) => Float64Array, theta: Float64Array): Float64Array[] {
  const h = 1e-6
  const at = (j: number, by: number) => residuals(theta.map((v, k) => (k === j ? v + by : v)))
  const columns = [0, 1].map(j => [at(j, h), at(j, -h)] as const)
  return Array.from(residuals(theta), (_, e) => Float64Array.from(columns, ([up, down]) => (up[e] - down[e]) / (2 * h)))
}

/** A ← A + vvᵀ/n, A as xx, xy, yy. */
function addOuter(A: number[], v: ArrayLike<number>, n: number): void {
  A[0] += (v[0] * v[0]) / n
  A[1] += (v[0] * v[1]) / n
  A[2] += (v[1] * v[1]) / n
}

describe.each(KINDS)('%s', kind => {
  const worst = new Worst(kind, 1e-9)

  it('measures what its loss, differentiated numerically sample by sample, gives', async () => {
    const simulation = await createSimulation(plan(kind), backend)
    await simulation.advance(10)
    const { data, columns } = simulation
    const rows = await simulation.measure()
    for (const [a, { theta }] of (await simulation.states()).entries()) {
      const { residuals, loss } = bruteLoss(kind, data)
      const r = residuals(theta)
      const n = data.n
      const C = data.outputs
      const J = numericJacobian(residuals, theta)
      const [G, S, g] = [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0],
      ]
      for (let i = 0; i < n; i++) {
        const own = [0, 0]
        for (const row of J.slice(i * C, (i + 1) * C)) addOuter(G, row, n)
        for (const j of [0, 1]) for (let c = 0; c < C; c++) own[j] += J[i * C + c][j] * r[i * C + c]
        addOuter(S, own, n)
        for (const j of [0, 1]) g[j] += own[j] / n
      }
      S[0] -= g[0] * g[0]
      S[1] -= g[0] * g[1]
      S[2] -= g[1] * g[1]
      const { row } = rows[a]
      const { at, first } = columns
      const near = (name: keyof typeof at, want: number) => worst.check(name, row[at[name]], want, Math.max(1e-3, Math.abs(want)), 1e-6)
      const L = loss(theta)
      near('loss', L)
      near('grad_norm', Math.sqrt(g[0] * g[0] + g[1] * g[1]))
      near('trace_G', G[0] + G[2])
      near('trace_sigma', S[0] + S[2])
      const frobG2 = G[0] * G[0] + 2 * G[1] * G[1] + G[2] * G[2]
      near('mu', (S[0] * G[0] + 2 * S[1] * G[1] + S[2] * G[2]) / (2 * L * frobG2))
      near('sigma_xx', S[0])
      near('sigma_xy', S[1])
      near('sigma_yy', S[2])
      near('G_xx', G[0])
      near('G_xy', G[1])
      near('G_yy', G[2])
      const middle = (G[0] + G[2]) / 2
      const top = middle + Math.sqrt(((G[0] - G[2]) / 2) * ((G[0] - G[2]) / 2) + G[1] * G[1])
      worst.check('lambda', row[first.lambda], top, top, 1e-6)
      worst.check('lambda', row[first.lambda + 1], 2 * middle - top, top, 1e-6)
      const length = Math.sqrt(G[1] * G[1] + (top - G[0]) * (top - G[0]))
      const v = length > 1e-9 ? [G[1] / length, (top - G[0]) / length] : [1, 0]
      const form = v[0] * v[0] * S[0] + 2 * v[0] * v[1] * S[1] + v[1] * v[1] * S[2]
      worst.check('g', row[first.g], form / (2 * L * top), 1, 1e-5)
      const [x, y] = onPlane(simulation.plane, theta)
      expect([x, y]).toEqual([...theta])
      if (C === 1) worst.check('dense', row[at.rel_dist], denseMetrics(J, r, 2).rel_dist, 1, 1e-5)
    }
    simulation.dispose()
  })

  it('draws the whole plane: the exact loss in its own coordinates, also at the arms', async () => {
    const simulation = await createSimulation(plan(kind), backend)
    const { nx, ny, grid } = await simulation.landscape([-2, 2, -1, 3], 5, 9)
    const { loss } = bruteLoss(kind, simulation.data)
    for (let iy = 0; iy < ny; iy++)
      for (let ix = 0; ix < nx; ix++) {
        const theta = gridPoint([-2, 2, -1, 3], nx, ny, ix, iy)
        expect(grid[iy * nx + ix]).toBeCloseTo(loss(theta), 10)
      }
    expect(simulation.plane.anchorKind).toBe('origin')
    simulation.dispose()
  })

  it('steps as its minibatches say, replays to the bit, and takes every noise', async () => {
    const scenario = plan(kind)
    const [a, b] = [await createSimulation(scenario, backend), await createSimulation(scenario, backend)]
    const before = (await a.states())[0].theta
    await a.advance(1)
    const { residuals } = bruteLoss(kind, a.data)
    const C = a.data.outputs
    const batch = a.lastBatch(0)
    const half = (theta: Float64Array) => {
      const r = residuals(theta)
      return [...batch].reduce((s, i) => s + r.slice(i * C, (i + 1) * C).reduce((t, v) => t + (v * v) / 2, 0) / batch.length, 0)
    }
    const after = (await a.states())[0].theta
    for (const j of [0, 1]) {
      const e = 1e-6
      const moved = (by: number) => before.map((v, k) => (k === j ? v + by : v))
      expect(after[j]).toBeCloseTo(before[j] - (0.01 * (half(moved(e)) - half(moved(-e)))) / (2 * e), 7)
    }
    await a.advance(39)
    for (let i = 0; i < 40; i++) await b.advance(1)
    expect(await a.fingerprint()).toBe(await b.fingerprint())
    for (const noise of ['isotropic', 'diagonal', 'gaussian', 'top-k', 'g-shaped', 'top-eigenvector'] as const) {
      await b.change({ step: 0, arm: 'sgd', field: 'noise', value: noise })
    }
    const noisy = await createSimulation(plan(kind, { arms: [{ id: 'sgd', kind: 'sgd', eta: 0.01, B: 2, noise: 'g-shaped' }] }), backend)
    await noisy.advance(40)
    expect(await noisy.fingerprint()).not.toBe(await a.fingerprint())
    for (const s of [a, b, noisy]) s.dispose()
  })

  it('has H as the loss bends, and Tr H', async () => {
    const simulation = await createSimulation(plan(kind, { measure: { hessian: 2, k: 2 } }), backend)
    const [reading] = await simulation.measure()
    const { theta } = (await simulation.states())[0]
    const { loss } = bruteLoss(kind, simulation.data)
    const e = 1e-4
    const at = (a: number, b: number) => loss(Float64Array.of(theta[0] + a * e, theta[1] + b * e))
    const uu = (at(1, 0) - 2 * at(0, 0) + at(-1, 0)) / (e * e)
    const vv = (at(0, 1) - 2 * at(0, 0) + at(0, -1)) / (e * e)
    const { columns } = simulation
    expect(Math.abs(reading!.row[columns.at.trace_H] - (uu + vv))).toBeLessThanOrEqual(
      1e-5 * Math.abs(uu + vv) + 5 * reading!.row[columns.at.trace_H_se],
    )
    const sum = reading!.row[columns.first.lambda_H] + reading!.row[columns.first.lambda_H + 1]
    expect(sum / (uu + vv)).toBeCloseTo(1, 5)
    simulation.dispose()
  })
})

it('starts where it is told to: equal entries, or at the sharp minimum', async () => {
  const at = async (kind: (typeof KINDS)[number], init: object) => {
    const simulation = await createSimulation(plan(kind, { init }), backend)
    const { theta } = (await simulation.states())[0]
    simulation.dispose()
    return [...theta]
  }
  expect(await at('zhu-2d', { kind: 'constant', scale: 1 })).toEqual([1, 1])
  expect(await at('two-basins', { kind: 'near-minimum', scale: 0 })).toEqual([1, 0])
  const clean = plan('valley', { init: { kind: 'near-minimum', scale: 0 } })
  const simulation = await createSimulation({ ...clean, data: { ...clean.data, labelNoise: 0 } }, backend)
  const [reading] = await simulation.measure()
  expect(reading!.row[simulation.columns.at.loss]).toBeLessThan(1e-28)
  simulation.dispose()
})

it('refuses what has no meaning there, naming the field', () => {
  const bad: [object, string][] = [
    [{ data: { n: 9, d: 3 } }, 'd: found “3”; allowed is 2'],
    [{ data: { n: 9, d: 2, source: 'mnist' }, init: { kind: 'gaussian' } }, 'source'],
    [{ data: { n: 9, d: 2, teacher: 'tanh-units' } }, 'teacher'],
  ]
  for (const [more, message] of bad) {
    expect(() => plan('valley', more)).toThrow(ScenarioError)
    expect(() => plan('valley', more)).toThrow(message)
  }
  expect(() => plan('zhu-2d', { data: { n: 9, d: 2, labelNoise: 0.1 } })).toThrow('noise')
  expect(() => plan('zhu-2d', { arms: [{ id: 'sgd', kind: 'sgd', eta: 0.1, noise: 'label' }] })).toThrow('xi')
})

it('ends in a divergence where numbers overflow', async () => {
  const simulation = await createSimulation(plan('valley', { arms: [{ id: 'gd', kind: 'gd', eta: 50 }] }), backend)
  await simulation.advance(40)
  expect(simulation.divergences[0]?.step).toBeGreaterThan(0)
  simulation.dispose()
})
