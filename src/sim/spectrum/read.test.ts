import { describe, expect, it } from 'vitest'
import { checkScenario, endsOf, PRESETS, parametersOf, type Scenario } from '../../scenario'
import { createReferenceBackend } from '../backends/reference'
import type { Model } from '../dynamics'
import { factoredCurvatures } from '../modelHessian'
import { netCurvatures } from '../net/curvature'
import { netOf } from '../network'
import { createSimulation, type Simulation } from '../simulation'
import { form, frob, jacobi, type Matrix, multiply, outer, rowsOf, trace, zeros } from '../testing/linalg.fixture'
import { denseOf } from './curvatures'

const small = (id: string, model: Partial<Scenario['model']>, measure: Partial<Scenario['measure']>): Scenario => {
  const base = PRESETS.get(id)!.scenario
  return {
    ...base,
    steps: 100,
    model: { ...base.model, m: 3, ...model },
    data: { ...base.data, n: 14, d: 4 },
    measure: { ...base.measure, k: 3, ...measure },
  }
}
const start = (scenario: Scenario) => createSimulation(scenario, createReferenceBackend())

async function curvaturesOf(sim: Simulation, arm: number) {
  const { theta } = (await sim.states())[arm]
  const { X, y } = sim.data
  const model: Model = sim.model
  if (model.kind === 'planar') throw new Error('not one of these')
  return model.kind === 'network' ? netCurvatures(model.net, theta, X, y) : factoredCurvatures(model, theta, sim.data)
}

const CASES = [
  ['two-layer', { activation: 'gelu' as const, biases: 'on' as const }],
  ['two-layer', { activation: 'relu' as const }],
  ['two-layer-fixed', { activation: 'tanh' as const }],
  ['olm-diagonal', {}],
  ['olm-two-layer', {}],
  ['linear-isotropic', {}],
] as const

describe.each(CASES)('%s %j', (id, model) => {
  it.each(['centred', 'uncentred'] as const)('reads μ, g and their companions with H as the dense matrices give them (%s)', async sigma => {
    const sim = await start(small(id, model, { curvature: 'H', sigma, hessian: 2 }))
    await sim.advance(9)
    const { at, first, names } = sim.columns
    expect(names.filter(n => n.startsWith('lambda_H_') && n !== 'lambda_H_error')).toHaveLength(3)
    for (const [arm, { row }] of (await sim.measure()).entries()) {
      const curvatures = await curvaturesOf(sim, arm)
      const { p, n } = curvatures
      const H = rowsOf(denseOf(curvatures.H, p), p, p)
      const gradients = Array.from({ length: n }, (_, i) => curvatures.sampleGradient(i))
      const mean = Float64Array.from({ length: p }, (_, j) => gradients.reduce((s, g) => s + g[j] / n, 0))
      const S: Matrix = zeros(p, p)
      for (const g of [...gradients]) for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) S[i][j] += (g[i] * g[j]) / n
      if (sigma === 'centred') for (const [i, r] of outer(mean, mean).entries()) for (let j = 0; j < p; j++) S[i][j] -= r[j]
      const twoL = 2 * row[at.loss]
      const scale = twoL * frob(H) * frob(H)
      const check = (found: number, wanted: number, size = Math.abs(wanted)) => expect(Math.abs(found - wanted) / size).toBeLessThan(1e-9)
      check(row[at.mu], trace(multiply(S, H)) / scale, (frob(S) * frob(H)) / scale)
      check(row[at.alpha], trace(multiply(S, H)) / (frob(S) * frob(H)), 1)
      check(row[at.beta], frob(S) / (twoL * frob(H)))
      check(row[at.rel_dist], frob(S.map((r, i) => r.map((v, j) => v - twoL * H[i][j]))) / (twoL * frob(H)))
      check(row[at.mu_isotropic], (trace(S) * trace(H)) / (p * scale), (trace(S) * frob(H)) / scale)
      check(row[at.frob_H], frob(H))
      check(row[at.trace_H], trace(H), frob(H))
      expect(row[at.trace_H_se]).toBe(0)
      const { values, vectors } = jacobi(H)
      for (let k = 0; k < 3; k++) {
        check(row[first.lambda_H + k], values[k], values[0])
        if (values[k] > 1e-6 * values[0] && !(values[k] - (values[k + 1] ?? -1) < 1e-6) && (k === 0 || values[k - 1] - values[k] > 1e-6))
          expect(Math.abs(row[first.g + k] / (form(S, vectors[k]) / (twoL * values[k])) - 1)).toBeLessThan(1e-6)
      }
    }
    sim.dispose()
  })

  it('adds the eigenvalues and the trace of H and leaves what is read with G alone', async () => {
    const [plain, more] = [await start(small(id, model, {})), await start(small(id, model, { hessian: 2 }))]
    for (const sim of [plain, more]) await sim.advance(9)
    const [a] = await plain.measure()
    const [b] = await more.measure()
    for (const name of plain.columns.names) {
      const wanted = a!.row[plain.columns.names.indexOf(name)]
      if (!/_H/.test(name)) expect(b!.row[more.columns.names.indexOf(name)]).toBe(wanted)
    }
    const curvatures = await curvaturesOf(more, 0)
    const { values } = jacobi(rowsOf(denseOf(curvatures.H, curvatures.p), curvatures.p, curvatures.p))
    const { at, first } = more.columns
    for (let k = 0; k < 2; k++) expect(Math.abs(b!.row[first.lambda_H + k] - values[k]) / values[0]).toBeLessThan(1e-10)
    expect(b!.row[at.lambda_H_error] / values[0]).toBeLessThan(1e-7)
    const sum = values.reduce((s, v) => s + v, 0)
    expect(Math.abs(b!.row[at.trace_H] - sum) / values[0]).toBeLessThan(1e-10)
    expect(await plain.fingerprint()).toBe(await more.fingerprint())
    for (const sim of [plain, more]) sim.dispose()
  })
})

it('refuses μ with an H that is too large to be formed, and says what goes', async () => {
  const large = small('two-layer', { m: 500 }, { curvature: 'H' })
  const message = 'curvature: found “H with p = 2500”; allowed is G beyond p = 2000 parameters'
  await expect(start(large)).rejects.toThrow(message)
  expect(() => checkScenario(large)).toThrow(message)
  const many = small('olm-diagonal', {}, { curvature: 'H' })
  await expect(start({ ...many, data: { ...many.data, n: 9000, d: 200 } })).rejects.toThrow('G beyond n·p²')
})

it('counts parameters before a net is laid as the net counts them', () => {
  const sizes = [
    small('two-layer', { biases: 'on' }, {}),
    small('two-layer', {}, {}),
    small('two-layer-fixed', { biases: 'on' }, {}),
    small('random-features', { biases: 'on' }, {}),
    small('mlp-mnist', { hidden: [7, 3] }, {}),
  ]
  for (const s of sizes) {
    expect(parametersOf(s)).toBe(netOf(s, endsOf(s.data)!).p)
  }
})
