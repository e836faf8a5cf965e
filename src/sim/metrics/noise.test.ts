import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { BACKENDS } from '../backends/testing/backends.fixture'
import { type Backend, type ModelSpec, parameterCount } from '../backends/types'
import { metricMatrix } from '../model'
import { jacobianTimes } from '../plane'
import { dense } from '../testing/dense.fixture'
import { apply, flat, flip, form, frob, inner, jacobi, multiply, outer } from '../testing/linalg.fixture'
import { Worst } from '../testing/worst.fixture'
import { buildGeometry } from './geometry'
import { alignment, type NoiseMoments, noiseForm, noiseFromGram, noiseFromMoments } from './noise'

const errors = new Worst('identities of THEORY §3', 1e-10)
afterAll(() => {
  if (process.env.REPORT_ERRORS) console.log(errors.report())
})

const draw = (size: number, seed: number, part: number) => normals(new Float64Array(size), seed, STREAM.probe, part)

const problems = fc
  .record({
    n: fc.integer({ min: 1, max: 9 }),
    d: fc.integer({ min: 1, max: 7 }),
    m: fc.integer({ min: 1, max: 3 }),
    kind: fc.constantFrom('linear', 'olm-diagonal', 'olm-two-layer'),
    seed: fc.nat(1e6),
  })
  .map(({ n, d, m, kind, seed }) => {
    const model = (kind === 'olm-two-layer' ? { kind, m } : { kind }) as ModelSpec
    const p = parameterCount(model, d)
    return { n, d, p, seed, model, X: draw(n * d, seed, 0), y: draw(n, seed, 1), theta: draw(p, seed, 2) }
  })

/** Each sum relative to what it is made of: differences of equal numbers keep the rounding of those. */
function compareMoments(name: string, got: NoiseMoments, want: NoiseMoments, frobG: number): void {
  const frobS = Math.sqrt(want.frob2)
  const scales: NoiseMoments = {
    twoL: want.twoL,
    trace: want.trace,
    traceG: want.traceG,
    frob2: want.frob2,
    g2: want.twoL * frobG,
    gGg: want.twoL * frobG ** 2,
    gSg: want.twoL * frobG * frobS,
    dist2: (frobS + want.twoL * frobG) ** 2,
    gDg: want.twoL * frobG * (frobS + want.twoL * frobG),
  }
  for (const key of Object.keys(scales) as (keyof NoiseMoments)[]) errors.check(`${name}/${key}`, got[key], want[key], scales[key])
}

describe.each(BACKENDS)('with the kernels of the %s backend', (_, create) => {
  let backend: Backend
  beforeAll(async () => {
    backend = await create()
  })
  afterAll(() => backend.dispose())

  it('K without J is JJᵀ, λ(K/n) is λ(G), and gram-side moments are moment-side moments', () =>
    fc.assert(
      fc.asyncProperty(problems, async ({ n, d, p, model, X, y, theta }) => {
        const engine = await backend.open({ n, d, X, y, model })
        const M = metricMatrix(model, theta, d)
        const K = await engine.gram(M)
        const at = dense(model, theta, { n, d, X, y })
        const JJ = multiply(at.J, flip(at.J))
        for (const [i, v] of flat(JJ).entries()) errors.check('K = JJᵀ', K[i], v, frob(JJ))
        const r = Float64Array.from(at.r)
        const fromJ = noiseFromMoments(flat(at.G), flat(at.sigma1), Float64Array.from(at.gradient), p, inner(r, r) / r.length)
        compareMoments('gram side', noiseFromGram(K, n, r), fromJ, frob(at.G))
        const both = { gram: n < d, geometry: await buildGeometry(engine, X, n, d, M, 50) }
        expect(both.geometry.side).toBe(both.gram ? 'gram' : 'moments')
        compareMoments('smaller side', await both.geometry.noise(r), fromJ, frob(at.G))
        const { values } = jacobi(at.G)
        for (const [k, lambda] of both.geometry.lambda.entries()) errors.check('spectrum of K', lambda, values[k], values[0])
        for (const value of values.slice(both.geometry.lambda.length)) errors.check('spectrum of K', 0, value, values[0])
        engine.dispose()
      }),
      { numRuns: 150, seed: 1 },
    ))

  it('v_kᵀΣv_k and vᵀΣw by images are the dense quadratic forms', () =>
    fc.assert(
      fc.asyncProperty(problems, fc.boolean(), async ({ n, d, p, seed, model, X, y, theta }, centred) => {
        const engine = await backend.open({ n, d, X, y, model })
        const { images, lambda } = await buildGeometry(engine, X, n, d, metricMatrix(model, theta, d), 50)
        const at = dense(model, theta, { n, d, X, y })
        const S = centred ? at.sigma : at.sigma1
        const r = Float64Array.from(at.r)
        for (const [k, value] of lambda.entries()) {
          if (value < 1e-6 * lambda[0]) continue
          const image = images.subarray(k * n, (k + 1) * n)
          // v_k = Jᵀ(Jv_k)/(nλ_k), and THEORY's form in u_k = Jv_k/√(nλ_k).
          const v = apply(flip(at.J), image).map(x => x / (n * value))
          const u = image.map(x => x / Math.sqrt(n * value))
          const inU =
            value *
            (inner(
              u.map(x => x * x),
              r.map(x => x * x),
            ) -
              (centred ? inner(r, u) ** 2 / n : 0))
          const size = form(at.sigma1, v)
          errors.check('v_kᵀΣv_k', noiseForm(r, image, image, centred), form(S, v), size)
          errors.check('v_kᵀΣv_k', inU, form(S, v), size)
          errors.check('|v_k| = 1', inner(v, v), 1)
        }
        const plane = [draw(p, seed, 3), draw(p, seed, 4)] as const
        const [a, b] = plane.map(v =>
          jacobianTimes(model, theta, v, { n, d, X, y, outputs: 1, test: null, image: null, spectrum: X, teacher: X, labelNoise: 0 }),
        )
        const scale = Math.sqrt(form(at.sigma1, plane[0]) * form(at.sigma1, plane[1]))
        errors.check('ellipse', noiseForm(r, a!, b!, centred), form(S, plane[0], plane[1]), scale)
        errors.check('ellipse', noiseForm(r, a!, a!, centred), form(S, plane[0]), form(at.sigma1, plane[0]))
        engine.dispose()
      }),
      { numRuns: 150, seed: 2 },
    ))
})

it('reads 1 for exact alignment and the trace-matched references for theirs', () => {
  const G = [
    [3, 1],
    [1, 2],
  ]
  const r = Float64Array.of(1, -1, 2)
  const twoL = inner(r, r) / 3
  const of = (S: number[][]) =>
    alignment(noiseFromMoments(flat(G), flat(S), new Float64Array(2), 2, twoL), 5, inner(flat(G), flat(G)), 2, true)
  const exact = of(G.map(row => row.map(v => twoL * v)))
  for (const v of [exact.mu, exact.alpha, exact.beta, exact.muProportional]) expect(v).toBeCloseTo(1, 14)
  expect(exact.relDist).toBe(0)
  const round = of(outer([1, 0], [1, 0]).map((row, i) => row.map((_, j) => (i === j ? 4 : 0))))
  expect(round.mu).toBeCloseTo(round.muIsotropic, 14)
})

it('gives NaN, not a number out of rounding, where the loss is zero', () => {
  const a = alignment(noiseFromGram(Float64Array.of(1), 1, Float64Array.of(0)), 1, 1, 1, true)
  for (const v of [a.mu, a.alpha, a.beta, a.relDist, a.muIsotropic, a.muProportional]) expect(v).toBeNaN()
})
