import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { atRest } from '../lib/optimizers'
import type { Scenario } from '../scenario'
import { PRESETS } from '../scenario'
import { createReferenceBackend } from './backends/reference'
import { makeData } from './makeData'
import { evaluate, gradient, vjp } from './net/derivatives'
import { initialNetwork, netOf, openNetwork } from './network'
import { createSimulation, type Simulation } from './simulation'
import { dense as denseForms } from './testing/net.fixture'

const small = (id: string, model: Partial<Scenario['model']> = {}): Scenario => {
  const base = PRESETS.get(id)!.scenario
  return {
    ...base,
    steps: 500,
    model: { ...base.model, m: 5, ...model },
    data: { ...base.data, n: 14, d: 4 },
    measure: { ...base.measure, k: 6 },
  }
}
const start = (scenario: Scenario) => createSimulation(scenario, createReferenceBackend())

const CASES = [
  small('two-layer', { activation: 'gelu', biases: 'on' }),
  small('two-layer', { activation: 'relu', scaling: 'mean-field' }),
  small('two-layer-fixed'),
  small('random-features'),
]

describe.each(CASES)('$preset with $model.activation', scenario => {
  it('reads the metrics that the dense Jacobian gives', async () => {
    const sim = await start(scenario)
    await sim.advance(25)
    for (const [a, { row }] of (await sim.measure()).entries()) {
      const { at, first } = sim.columns
      const want = denseForms(await jacobian(sim, a), await sim.residuals(a), sim.p)
      for (const name of [
        'loss',
        'grad_norm',
        'mu',
        'alpha',
        'beta',
        'rel_dist',
        'trace_G',
        'frob_G',
        'trace_sigma',
        'mu_isotropic',
      ] as const)
        expect(Math.abs(row[at[name]] / want[name] - 1)).toBeLessThan(1e-9)
      for (let k = 0; k < 3; k++) {
        expect(Math.abs(row[first.lambda + k] / want.lambda[k] - 1)).toBeLessThan(1e-9)
        expect(Math.abs(row[first.g + k] / want.g[k] - 1)).toBeLessThan(1e-8)
      }
    }
    sim.dispose()
  })

  it('reads Σ and G at the start in whatever plane is laid by then', async () => {
    const view = (i: number, j: number) => ({ ...scenario, view: { ...scenario.view, plane: 'parameters' as const, i, j } })
    const [sim, fresh] = [await start(view(1, 2)), await start(view(7, 9))]
    await sim.measure()
    await sim.adopt(view(7, 9))
    const [found, wanted] = [await sim.measure(), await fresh.measure()]
    expect(found.map(r => [...r.row])).toEqual(wanted.map(r => [...r.row]))
    sim.dispose()
    fresh.dispose()
  })

  it('takes the steps of a hand-written loop, and replays them to the same bits', async () => {
    const sim = await start(scenario)
    const net = netOf(scenario, sim.data)
    let theta = initialNetwork(net, scenario)
    for (let t = 0; t < 12; t++) {
      const g = gradient(net, theta, sim.data.X, sim.data.y)
      theta = theta.map((v, i) => v - scenario.arms[1].eta * g[i])
    }
    await sim.advance(7)
    const snapshot = await sim.snapshot()
    await sim.advance(5)
    const end = await sim.fingerprint()
    const states = await sim.states()
    expect([...states[1].theta]).toEqual([...theta])
    await sim.restore(snapshot)
    await sim.advance(5)
    expect(await sim.fingerprint()).toBe(end)
    // Parameters of a layer that is not trained stay where they were.
    const fixed = net.layers.filter(l => !l.trained)
    for (const layer of fixed) expect(states[0].theta[layer.weightAt]).toBe(initialNetwork(net, scenario)[layer.weightAt])
    sim.dispose()
  })

  it('draws the loss on its plane as it is', async () => {
    const sim = await start(scenario)
    const { plane } = sim
    const { nx, ny, grid } = await sim.landscape([-0.5, 1, -1, 0.5], 9, 9)
    const theta = plane.anchor.map((v, i) => v - 0.5 * plane.first[i] + 0.5 * plane.second[i])
    expect(grid[(ny - 1) * nx]).toBeCloseTo(evaluate(netOf(scenario, sim.data), theta, sim.data.X, sim.data.y).loss, 12)
    const norm = (v: Float64Array) => v.reduce((s, x) => s + x * x, 0)
    expect(norm(plane.first)).toBeCloseTo(1, 10)
    expect(norm(plane.second)).toBeCloseTo(1, 10)
    sim.dispose()
  })
})

const assets = { mnist: async () => new Uint8Array(await readFile('public/data/mnist.bin')) }
const digits = (data: Partial<Scenario['data']>): Scenario => {
  const base = PRESETS.get('mlp-digits-small')!.scenario
  return {
    ...base,
    model: { ...base.model, hidden: [5, 4] },
    data: { ...base.data, n: 30, pixels: '7', ...data },
    measure: { ...base.measure, k: 4 },
  }
}

it.each([digits({}), digits({ task: 'pair', input: 'raw' }), digits({ input: 'whitened' })])(
  'reads a deep net on digits as the dense Jacobian does',
  async scenario => {
    const sim = await createSimulation(scenario, createReferenceBackend(), assets)
    await sim.advance(15)
    const { at, first } = sim.columns
    const { row } = (await sim.measure())[0]
    expect([sim.data.n, sim.data.d, sim.p]).toEqual([30, 49, 49 * 5 + 5 + 5 * 4 + 4 + 4 + 1])
    expect(new Set(sim.data.y)).toEqual(new Set([-1, 1]))
    const noisy = await createSimulation({ ...scenario, data: { ...scenario.data, labelNoise: 0.1 } }, createReferenceBackend(), assets)
    const labelError = Math.sqrt(noisy.data.y.reduce((s, v, i) => s + (v - sim.data.y[i]) * (v - sim.data.y[i]), 0) / 30)
    expect(labelError).toBeGreaterThan(0.05)
    expect(labelError).toBeLessThan(0.15)
    const want = denseForms(await jacobian(sim, 0), await sim.residuals(0), sim.p)
    for (const name of ['loss', 'mu', 'alpha', 'beta', 'rel_dist', 'trace_G', 'frob_G'] as const)
      expect(Math.abs(row[at[name]] / want[name] - 1)).toBeLessThan(1e-9)
    for (let k = 0; k < 4; k++) expect(Math.abs(row[first.g + k] / want.g[k] - 1)).toBeLessThan(1e-8)
    sim.dispose()
  },
)

it('says who brings the digits where nobody does', async () => {
  await expect(start(digits({}))).rejects.toThrow(/digits are not available/)
})

it('reports a network that overflows and keeps its last finite state', async () => {
  const sim = await start({ ...small('two-layer', { activation: 'quadratic' }), arms: [{ ...small('two-layer').arms[1], eta: 50 }] })
  await sim.advance(500)
  expect(sim.divergences[0]?.step).toBeGreaterThan(0)
  expect((await sim.states())[0].theta.every(Number.isFinite)).toBe(true)
  sim.dispose()
  await expect(sim.states()).rejects.toThrow(/disposed/)
})

it('D_k depends on where the rank is cut off, and shows it, where two inputs are nearly one', async () => {
  const scenario = { ...small('two-layer', { activation: 'tanh' }), data: { ...small('two-layer').data, n: 4, d: 4 } }
  const { X, y, ...drawn } = makeData(scenario.data, scenario.seed)
  const read = async (apart: number) => {
    const nearly = X.map((x, at) => (at < 4 ? X[at + 4] + apart * x : x))
    const { columns, read, engine, theta0, plane } = await openNetwork(scenario, { ...drawn, X: nearly, y })
    const handle = engine.addArm(atRest(theta0))
    const { row } = await read(handle, theta0, scenario.arms[0], 0, await plane(scenario.view))
    engine.dispose()
    return [row[columns.first.D], row[columns.first.D_coarse]]
  }
  const [far, near] = [await read(1e-3), await read(2e-7)]
  expect(far[0]).toBeGreaterThan(0)
  expect(far[1]).toBe(far[0])
  expect(near[1]).toBeGreaterThan(0)
  expect(near[0]).toBeGreaterThan(1.1 * near[1])
})

/** J over all parameters, n×size, row by row. */
async function jacobian(sim: Simulation, arm: number): Promise<Float64Array[]> {
  const { theta } = (await sim.states())[arm]
  const net = netOf(sim.scenario, sim.data)
  const { n, d, X } = sim.data
  return Array.from({ length: n }, (_, i) => vjp(net, theta, X.subarray(i * d, (i + 1) * d), Float64Array.of(1)))
}

it('H is read once where all arms start, and anew where they have gone', async () => {
  const base = small('two-layer', { activation: 'tanh' })
  const scenario = { ...base, measure: { ...base.measure, hessian: 2 } }
  const both = await start(scenario)
  const { at, first } = both.columns
  const ofH = (row: Float64Array) => [
    ...row.slice(first.lambda_H, first.lambda_H + 2),
    row[at.lambda_H_error],
    row[at.trace_H],
    row[at.trace_H_se],
  ]
  const [a, b] = await both.measure()
  expect(ofH(b!.row)).toEqual(ofH(a!.row))
  await both.advance(5)
  const later = await both.measure()
  expect(ofH(later[1].row)).not.toEqual(ofH(a!.row))
  for (const [i, arm] of scenario.arms.entries()) {
    const alone = await start({ ...scenario, arms: [arm] })
    expect(ofH((await alone.measure())[0].row)).toEqual(ofH(a!.row))
    await alone.advance(5)
    expect(ofH((await alone.measure())[0].row)).toEqual(ofH(later[i].row))
    alone.dispose()
  }
  both.dispose()
})
