import { afterAll, describe, expect, it } from 'vitest'
import { BACKENDS } from './backends/testing/backends.fixture'
import type { Backend, ModelSpec } from './backends/types'
import { createSimulation, type Simulation } from './simulation'
import { dense, denseMetrics } from './testing/dense.fixture'
import { apply, form, inner } from './testing/linalg.fixture'
import { scenarioOf } from './testing/scenario.fixture'
import { Worst } from './testing/worst.fixture'

const errors = new Worst('metrics against dense brute force', 1e-10)
afterAll(() => {
  if (process.env.REPORT_ERRORS) console.log(errors.report())
})

const PROBLEMS = [
  { title: 'linear, n < d', model: { kind: 'linear' }, data: { n: 9, d: 14 } },
  { title: 'linear, n ≥ d, noisy labels', model: { kind: 'linear' }, data: { n: 40, d: 12, labelNoise: 0.4 } },
  { title: 'linear, n = d', model: { kind: 'linear' }, data: { n: 8, d: 8 } },
  { title: 'linear, n = 1', model: { kind: 'linear' }, data: { n: 1, d: 3 } },
  { title: 'linear, d = 1', model: { kind: 'linear' }, data: { n: 7, d: 1, labelNoise: 0.1 } },
  { title: 'diagonal, n < d', model: { kind: 'olm-diagonal' }, data: { n: 7, d: 11, labelNoise: 0.2 } },
  { title: 'diagonal, n ≥ d', model: { kind: 'olm-diagonal' }, data: { n: 30, d: 9 } },
  { title: 'two-layer, n < d', model: { kind: 'olm-two-layer', m: 4 }, data: { n: 6, d: 10 } },
  { title: 'two-layer, n ≥ d', model: { kind: 'olm-two-layer', m: 5 }, data: { n: 28, d: 8, labelNoise: 0.3 } },
  { title: 'two-layer, m = 1', model: { kind: 'olm-two-layer', m: 1 }, data: { n: 12, d: 5 } },
] as const

async function open(backend: Backend, problem: (typeof PROBLEMS)[number], sigma: 'centred' | 'uncentred', plane: 'eigen' | 'parameters') {
  const scenario = scenarioOf({
    seed: 5,
    model: problem.model,
    data: { spectrum: 'power-law', exponent: 0.7, ...problem.data },
    init: { kind: 'gaussian', scale: 0.8 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.01, B: Math.min(2, problem.data.n), sampling: 'without-replacement' },
      { id: 'gd', kind: 'gd', eta: 0.03, momentum: 0.5, schedule: 'cosine', period: 20 },
    ],
    measure: { sigma, k: 15 },
    view: { plane, i: 3, j: 1 },
  })
  return createSimulation(scenario, backend)
}

async function compare(simulation: Simulation, centred: boolean): Promise<void> {
  const { model, data, plane, columns } = simulation
  const { at, first } = columns
  const states = await simulation.states()
  for (const [a, { row, population }] of (await simulation.measure()).entries()) {
    const { theta } = states[a]
    const { n, d } = data
    const brute = dense(model as ModelSpec, theta, data)
    const want = denseMetrics(brute, centred)
    // Σ of a single sample is zero: what is left of a difference of equal numbers is compared with what it came from.
    const whole = denseMetrics(brute, false)
    const of = (name: string, got: number, value: number, size = Math.abs(value)) =>
      errors.check(name, got, value, n === 1 ? Math.max(size, 1) : size)
    of('loss', row[at.loss], brute.L)
    of('grad_norm', row[at.grad_norm], want.gradNorm)
    of('mu', row[at.mu], want.mu, n === 1 ? whole.mu : undefined)
    of('beta', row[at.beta], want.beta)
    if (n > 1 || !centred) of('alpha', row[at.alpha], want.alpha)
    else expect(row[at.alpha]).toBeNaN()
    of('rel_dist', row[at.rel_dist], want.relDist)
    of('trace_G', row[at.trace_G], want.traceG)
    of('frob_G', row[at.frob_G], want.frobG)
    of('trace_sigma', row[at.trace_sigma], want.traceSigma, n === 1 ? whole.traceSigma : undefined)
    of('d_eff', row[at.d_eff], want.dEff)
    of('mu_isotropic', row[at.mu_isotropic], want.muIsotropic)
    of('mu_proportional', row[at.mu_proportional], want.muProportional)
    const shown = Math.min(columns.k, want.lambda.length)
    for (let k = 0; k < columns.k; k++) {
      if (k >= shown) {
        for (const group of ['lambda', 'g', 'D'] as const) expect(row[first[group] + k]).toBeNaN()
        continue
      }
      of(`lambda/${k + 1}`, row[first.lambda + k], want.lambda[k])
      of(`g/${k + 1}`, row[first.g + k], want.g[k])
      of(`D/${k + 1}`, row[first.D + k], want.D[k])
      // DF·v_k belongs to one of ±v_k.
      const z = population!.directions.subarray(k * d, (k + 1) * d)
      const image = apply(brute.J, want.v[k])
      const own = Array.from({ length: n }, (_, i) => inner(z, data.X.subarray(i * d, (i + 1) * d)))
      errors.check('DF·v_k', Math.abs(inner(image, own)) / inner(image, image), 1)
      errors.check('DF·v_k', inner(own, own) / inner(image, image), 1)
    }
    readPlane()

    function readPlane(): void {
      const { first: x, second: y, anchor } = plane
      const offset = theta.map((v, i) => v - anchor[i])
      const length = Math.sqrt(inner(offset, offset))
      errors.check('path', row[at.path_x], inner(offset, x), length)
      errors.check('path', row[at.path_y], inner(offset, y), length)
      for (const [name, S] of [
        ['sigma', want.S],
        ['G', brute.G],
      ] as const) {
        const size = name === 'sigma' && n === 1 ? [form(brute.sigma1, x), form(brute.sigma1, y)] : [form(S, x), form(S, y)]
        errors.check(`plane ${name}`, row[at[`${name}_xx`]], form(S, x), size[0])
        errors.check(`plane ${name}`, row[at[`${name}_xy`]], form(S, x, y), Math.sqrt(size[0] * size[1]))
        errors.check(`plane ${name}`, row[at[`${name}_yy`]], form(S, y), size[1])
      }
    }
  }
}

/** The plane's directions are unit eigenvectors of G at the anchor. */
function comparePlane({ model, plane, data }: Simulation): void {
  const { v } = denseMetrics(dense(model as ModelSpec, plane.anchor, data), false)
  errors.check('plane direction', Math.abs(inner(plane.first, v[plane.i - 1])), 1)
  errors.check('plane direction', inner(plane.first, plane.first), 1)
  if (v.length < 2) return
  errors.check('plane direction', Math.abs(inner(plane.second, v[plane.j - 1])), 1)
  errors.check('plane direction', inner(plane.first, plane.second), 0, 1)
}

describe.each(BACKENDS)('every metric on the %s backend', (_, create) => {
  it.each(PROBLEMS.flatMap(p => (['centred', 'uncentred'] as const).map(s => [p.title, s, p] as const)))(
    '%s, %s',
    async (_t, sigma, problem) => {
      const backend = await create()
      for (const plane of ['eigen', 'parameters'] as const) {
        const simulation = await open(backend, problem, sigma, plane)
        if (plane === 'eigen') comparePlane(simulation)
        await compare(simulation, sigma === 'centred')
        await simulation.advance(30)
        await compare(simulation, sigma === 'centred')
        simulation.dispose()
      }
      backend.dispose()
    },
  )
})
