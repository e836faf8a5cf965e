import { describe, expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import type { Scenario } from '../../scenario'
import type { RotatedProblem } from '../backends/ensemble'
import { plainEnsemble } from '../backends/testing/ensemble.fixture'
import { createWasmBackend } from '../backends/wasm'
import { createEnsembles } from '../backends/wasm/ensemble'
import { makeData } from '../makeData'
import { initialParameters } from '../model'
import { scenarioOf } from '../testing/scenario.fixture'
import { createEnsemble } from './ensemble'
import { openEnsemble } from './follow'
import { openEnsembleProblem } from './problem'

const backend = createWasmBackend()
const making = createEnsembles()

async function ensembleOf(problem: RotatedProblem, R: number, threshold = 10, seed = 1) {
  const kernel = await (await making)(problem, R, seed, STREAM.ensemble)
  return createEnsemble({ ...problem, floor: 0 }, kernel, threshold)
}

const open = async (scenario: Scenario, R: number) => openEnsemble(scenario, R, await backend, await making)
const rates = (count: number, eta: number) => new Float64Array(count).fill(eta)

/** Samples that see nothing but their own direction: G is diagonal with λ_k = Σ_i z_ik²/n. */
function problemOf(rows: readonly (readonly number[])[], start: readonly number[]): RotatedProblem {
  const [n, s] = [rows.length, start.length]
  const lambda = Float64Array.from({ length: s }, (_, k) => rows.reduce((sum, z) => sum + z[k] * z[k], 0) / n)
  return { n, s, features: Float64Array.from(rows.flat()), lambda, rest: null, start: Float64Array.from(start) }
}

describe('the energies of every replica', () => {
  it.each([1, 2, 3])('are Σ λ_i w_i² of its state up to k = %i and beyond, on a logarithm that no number holds', async k => {
    const rows = [
      [2, 0.5, 0.3, 0.1],
      [1.5, -0.5, 0.2, 0.2],
      [-2.6, 0.8, -0.3, 0.1],
    ]
    const problem = problemOf(rows, [1e-3, -1e-3, 2e-3, 1e-3])
    const ensemble = await ensembleOf(problem, 20)
    for (const steps of [3, 900]) {
      await ensemble.advance(rates(steps, 1.5), 1)
      const logs = await ensemble.cloud(k)
      for (let r = 0; r < 20; r++) {
        const { w, exponent } = await ensemble.state(r)
        const part = (from: number, to: number) => {
          const sum = w.slice(from, to).reduce((s, v, i) => s + problem.lambda[from + i] * v * v, 0)
          return Math.log(sum) + 2 * exponent * Math.LN2
        }
        expect(Math.abs(logs[r] - part(0, k))).toBeLessThan(1e-9)
        expect(Math.abs(logs[20 + r] - part(k, 4))).toBeLessThan(1e-9)
      }
    }
    expect(Math.max(...(await ensemble.cloud(k)))).toBeGreaterThan(800)
  })
})

describe('an ensemble against exact moments', () => {
  it('every second moment lies within 4.5 standard errors of the recursion, at every step', async () => {
    const rows = [
      [1, 0.5],
      [1, -0.5],
      [-0.6, 0.8],
      [0.6, 0.8],
    ]
    const problem = problemOf(rows, [1, -1])
    const [R, eta, B] = [16384, 0.3, 2]
    const ensemble = await ensembleOf(problem, R)
    const l = problem.lambda
    let M = [1, -1, -1, 1]
    for (let t = 1; t <= 12; t++) {
      await ensemble.advance(rates(1, eta), B)
      // M⁺ = (I−ηG)M(I−ηG) + (η²/B)[(1/n) Σ_i (z_iᵀMz_i) z_i z_iᵀ − GMG]
      M = [0, 1, 2, 3].map(at => {
        const [a, b] = [at >> 1, at & 1]
        const q = (z: readonly number[]) => z[0] * (M[0] * z[0] + M[1] * z[1]) + z[1] * (M[2] * z[0] + M[3] * z[1])
        const C = rows.reduce((sum, z) => sum + (q(z) * z[a] * z[b]) / 4, 0) - l[a] * l[b] * M[at]
        return (1 - eta * l[a]) * (1 - eta * l[b]) * M[at] + ((eta * eta) / B) * C
      })
      const states = await Promise.all(Array.from({ length: R }, (_, r) => ensemble.state(r)))
      for (const at of [0, 1, 3]) {
        const products = states.map(({ w }) => w[at >> 1] * w[at & 1])
        const mean = products.reduce((sum, v) => sum + v, 0) / R
        const error = Math.sqrt(products.reduce((sum, v) => sum + (v - mean) * (v - mean), 0)) / R
        expect(Math.abs(mean - M[at]) / error, `step ${t}, entry ${at}`).toBeLessThan(4.5)
      }
    }
    const { logMean, relativeError } = await ensemble.read(1)
    expect(Math.abs(Math.exp(logMean) / ((l[0] * M[0] + l[1] * M[3]) / 2) - 1) / relativeError).toBeLessThan(4.5)
  })

  it('in one direction the Lyapunov exponent is the mean of log|1 − ηz²|', async () => {
    const z = [0.5, 1, 1.5, 2, 2.5]
    const ensemble = await ensembleOf(
      problemOf(
        z.map(v => [v]),
        [1e-3],
      ),
      2048,
    )
    const eta = 2.5
    await ensemble.advance(rates(700, eta), 1)
    const exact = z.reduce((sum, v) => sum + Math.log(Math.abs(1 - eta * v * v)) / 5, 0)
    const { lyapunov, lyapunovError, since } = await ensemble.read(1)
    expect(since).toBe(256)
    expect(lyapunovError).toBeLessThan(0.003)
    expect(Math.abs(lyapunov - exact) / lyapunovError).toBeLessThan(4)
    // Far beyond what a number holds: L grows like e^{2·1.17·700}.
    expect((await ensemble.read(1)).loss[2]).toBeGreaterThan(300)
  })
})

describe('an ensemble of a scenario', () => {
  const settings = [
    { title: 'planted minimum', data: { n: 30, d: 6, spectrum: 'power-law' }, init: { kind: 'near-minimum', scale: 1e-9 } },
    { title: 'label noise', data: { n: 30, d: 6, labelNoise: 0.5 }, init: { kind: 'near-minimum', scale: 1 } },
    { title: 'more inputs than samples', data: { n: 6, d: 11 }, init: { kind: 'gaussian', scale: 1 } },
  ] as const

  it.each(settings)('has the losses of runs in the parameters themselves: $title', async ({ data, init }) => {
    const scenario = scenarioOf({ seed: 5, data, init, arms: [{ id: 'sgd', kind: 'sgd', eta: 0.3, B: 3 }] })
    const { ensemble, advanceTo } = await open(scenario, 4)
    await advanceTo(25, scenario)
    const logs = await ensemble.logLosses()
    const { X, y, n, d, teacher } = makeData(scenario.data, scenario.seed)
    // Draws of the plain kernel on a problem that does nothing but remember them.
    const batches = await drawsOf(n, 4, scenario.seed, 75)
    for (let r = 0; r < 4; r++) {
      const theta = initialParameters({ kind: 'linear' }, scenario.init, teacher, scenario.seed)
      const u = theta.map((v, i) => v - teacher[i])
      const label = y.map((v, i) => v - X.subarray(i * d, (i + 1) * d).reduce((sum, x, j) => sum + x * teacher[j], 0))
      const noisy = 'labelNoise' in data
      const residual = (i: number) => X.subarray(i * d, (i + 1) * d).reduce((sum, x, j) => sum + x * u[j], 0) - (noisy ? label[i] : 0)
      for (let t = 0; t < 25; t++) {
        const rows = batches[r].slice(3 * t, 3 * t + 3)
        const c = rows.map(residual)
        for (const [b, i] of rows.entries()) for (let j = 0; j < d; j++) u[j] -= (0.3 / 3) * c[b] * X[i * d + j]
      }
      const loss = Array.from({ length: n }, (_, i) => residual(i) ** 2).reduce((sum, v) => sum + v, 0) / (2 * n)
      expect(logs[r] - Math.log(loss)).toBeCloseTo(0, 8)
    }
  })

  const scenario: Scenario = {
    ...scenarioOf({
      data: { n: 20, d: 4 },
      init: { kind: 'near-minimum', scale: 1e-3 },
      arms: [{ id: 'sgd', kind: 'sgd', eta: 0.9, B: 1, schedule: 'triangular', period: 10 }],
      events: [
        { step: 7, arm: 'sgd', field: 'B', value: 4 },
        { step: 12, arm: '', field: 'eta', value: 1.5 },
        { step: 30, arm: 'sgd', field: 'noise', value: 'isotropic' },
      ],
    }),
    ensemble: { R: 64, threshold: 10 },
  }

  it('takes up events at their steps, in whatever pieces it goes, and says where it cannot follow', async () => {
    const [whole, pieces] = [await open(scenario, 64), await open(scenario, 64)]
    expect(await whole.advanceTo(29, scenario)).toBeNull()
    for (const step of [1, 5, 8, 12, 13, 20, 29]) await pieces.advanceTo(step, scenario)
    expect(await pieces.ensemble.read(2)).toEqual(await whole.ensemble.read(2))
    const settled = { ...scenario, events: [] }
    const other = await open(settled, 64)
    await other.advanceTo(29, settled)
    expect(await other.ensemble.read(2)).not.toEqual(await whole.ensemble.read(2))
    expect(await whole.advanceTo(40, scenario)).toMatch('isotropic')
    expect(whole.ensemble.step).toBe(30)
  })

  it('notes the first step at which a loss exceeds the threshold; the same again after a reset', async () => {
    const { ensemble, advanceTo } = await open(scenario, 64)
    const first = (await ensemble.logLosses())[0]
    const seen = new Array<number>(64).fill(-1)
    for (let t = 1; t <= 29; t++) {
      await advanceTo(t, scenario)
      for (const [r, log] of (await ensemble.logLosses()).entries()) if (seen[r] < 0 && log > first + Math.log(10)) seen[r] = t
    }
    expect([...(await ensemble.escapes())]).toEqual(seen)
    expect(new Set(seen).size).toBeGreaterThan(5)
    expect((await ensemble.read(1)).escaped).toBe(seen.filter(t => t >= 0).length / 64)
    const before = await ensemble.read(1)
    ensemble.reset()
    await advanceTo(29, scenario)
    expect(await ensemble.read(1)).toEqual(before)
    ensemble.setThreshold(0.5)
    expect((await ensemble.escapes()).every(t => t === 0)).toBe(true)
  })

  it('a model that is not linear is refused', async () => {
    const net = scenarioOf({ model: { kind: 'olm-diagonal' }, data: { n: 5, d: 3 } })
    await expect(openEnsembleProblem(net, await backend)).rejects.toThrow('linear')
  })
})

/** The first draws of each replica, from a plain ensemble with one direction per sample: the drawn one's weight changes. */
async function drawsOf(n: number, R: number, seed: number, count: number): Promise<number[][]> {
  const rows = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, k) => (i === k ? 1 : 0)))
  const kernel = plainEnsemble(problemOf(rows, new Array(n).fill(1)), R, seed, STREAM.ensemble)
  const out = Array.from({ length: R }, () => [] as number[])
  for (let q = 0; q < count; q++) {
    const states = () => Promise.all(out.map((_, r) => kernel.state(r)))
    const before = await states()
    await kernel.advance({ etas: rates(1, 0.5), B: 1, taken: q, drawn: q, limit: Infinity })
    for (const [r, { w }] of (await states()).entries()) out[r].push(w.findIndex((v, i) => v !== before[r].w[i]))
  }
  return out
}
