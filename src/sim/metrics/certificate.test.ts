import { afterAll, describe, expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { createBackend } from '../backends/create'
import { BACKENDS } from '../backends/testing/backends.fixture'
import type { DataSet } from '../data'
import { createSimulation, type Simulation } from '../simulation'
import { apply, combine, flip, inner, jacobi, type Matrix, multiply, outer, pencil, rowsOf, zeros } from '../testing/linalg.fixture'
import { scenarioOf } from '../testing/scenario.fixture'
import { Worst } from '../testing/worst.fixture'
import { certificate } from './certificate'

const errors = new Worst('certificate against dense pencils', 1e-10)
afterAll(() => {
  if (process.env.REPORT_ERRORS) console.log(errors.report())
})

/** Numerators and denominator of μ and g as forms in ũ, where the residual is r = Bũ, and how to get θ from ũ. */
interface Forms {
  readonly mu: Matrix
  readonly g: readonly Matrix[]
  readonly size: Matrix
  theta(u: readonly number[]): Float64Array
}

/** B = X·Z, Z spanning the inputs that matter, where labels are clean (r = Xu); otherwise [X, −y]·diag(Z, 1). */
function formsOf(data: DataSet, k: number, centred: boolean): Forms & { lambda: number[] } {
  const { n, d, y, teacher, spectrum } = data
  const X = rowsOf(data.X, n, d)
  const G = multiply(flip(X), X).map(row => row.map(v => v / n))
  const alive = [...spectrum.keys()].filter(j => spectrum[j] > 0)
  const Z: Matrix = n < alive.length ? X : alive.map(j => Array.from({ length: d }, (_, i) => (i === j ? 1 : 0)))
  // With n samples or fewer in as many dimensions, noisy labels are in the span of X as well.
  const noisy = data.labelNoise > 0 && n > alive.length
  const clean = data.labelNoise === 0
  const B = X.map((x, i) => [...Z.map(z => inner(x, z)), ...(noisy ? [-y[i]] : [])])
  const toGradient = multiply(flip(X), B).map(row => row.map(v => v / n))
  const second = (weights: readonly number[]) =>
    B.reduce((S, b, i) => combine(S, outer(b, b), 1, weights[i] / n), zeros(B[0].length, B[0].length))
  const less = (A: Matrix, half: Matrix, middle: Matrix) => (centred ? combine(A, multiply(flip(half), multiply(middle, half)), 1, -1) : A)
  const { values, vectors } = jacobi(G)
  const g = vectors.slice(0, k).map(v => {
    const images = apply(X, v)
    return less(second(images.map(a => a * a)), toGradient, outer(v, v))
  })
  const mu = less(second(X.map(x => inner(x, apply(G, x)))), toGradient, G)
  const theta = (u: readonly number[]) => {
    const scale = noisy ? 1 / u.at(-1)! : 1
    const base = clean ? teacher : new Float64Array(d)
    return Float64Array.from({ length: d }, (_, j) => base[j] + scale * Z.reduce((s, z, a) => s + z[j] * u[a], 0))
  }
  return { mu, g, size: second(new Array<number>(n).fill(1)), theta, lambda: values.slice(0, k) }
}

async function muAndG(simulation: Simulation, theta: Float64Array): Promise<{ mu: number; g: Float64Array }> {
  const { arms } = await simulation.snapshot()
  await simulation.restore({ step: 0, arms: [{ ...arms[0], theta }] })
  const { row } = (await simulation.measure())[0]
  const { at, first, k } = simulation.columns
  return { mu: row[at.mu], g: row.subarray(first.g, first.g + k) }
}

const CASES = [
  { title: 'n < d', data: { n: 8, d: 15 } },
  { title: 'n < d, noisy labels', data: { n: 8, d: 15, labelNoise: 0.5 }, inside: true },
  { title: 'n > d', data: { n: 30, d: 10 } },
  { title: 'n > d, noisy labels', data: { n: 30, d: 10, labelNoise: 0.5 } },
  { title: 'n = d + 1, noisy labels', data: { n: 7, d: 6, labelNoise: 2 } },
  { title: 'n > rank, spectrum with zeros', data: { n: 12, d: 9, spectrum: 'explicit', values: [3, 2, 1, 0.5, 0] } },
  { title: 'rank < n < d, zeros, noisy labels', data: { n: 9, d: 14, spectrum: 'explicit', values: [3, 2, 1, 0.5, 0], labelNoise: 0.2 } },
  { title: 'd = 1', data: { n: 6, d: 1 } },
] as const

describe.each(BACKENDS)('the certificate on the %s backend', (_, create) => {
  it.each(CASES.flatMap(c => (['centred', 'uncentred'] as const).map(s => [c.title, s, c] as const)))(
    '%s, %s',
    async (_t, sigma, problem) => {
      const backend = await create()
      const data = { spectrum: 'power-law', exponent: 0.5, ...problem.data } as const
      const simulation = await createSimulation(scenarioOf({ seed: 3, data, measure: { sigma, k: 4 } }), backend)
      const set = simulation.data
      const found = (await simulation.certify(async () => {}))!
      const directions = found.g.length / 2
      const forms = formsOf(set, directions, sigma === 'centred')
      if ('inside' in problem) Object.assign(forms, { theta: residualToTheta(set) })
      const frobG2 = (await simulation.geometry(0)).frobG2
      const wanted = [{ form: forms.mu, factor: 1 / frobG2 }, ...forms.g.map((form, k) => ({ form, factor: 1 / forms.lambda[k] }))]
      for (const [at, { form, factor }] of wanted.entries()) {
        const { low, high, lowVector, highVector } = pencil(form, forms.size)
        const [inf, sup] = at === 0 ? found.mu : [found.g[2 * at - 2], found.g[2 * at - 1]]
        expect(inf).toBeGreaterThanOrEqual(0)
        // Where the residual can be anything (n ≤ rank, or n = rank + 1 with noisy labels) the infimum of g is 0.
        errors.check(at === 0 ? 'inf μ' : 'inf g', inf, low * factor, Math.max(low, 1e-3 * high) * factor)
        errors.check(at === 0 ? 'sup μ' : 'sup g', sup, high * factor)
        for (const [vector, extreme] of [
          [lowVector, inf],
          [highVector, sup],
        ] as const) {
          const measured = await muAndG(simulation, forms.theta(vector))
          errors.check('extreme attained', at === 0 ? measured.mu : measured.g[at - 1], extreme, Math.max(extreme, 1e-3 * sup))
        }
      }
      for (let trial = 0; trial < 60; trial++) {
        const spread = [0.01, 1, 100][trial % 3]
        const start = trial % 2 ? set.teacher : new Float64Array(set.d)
        const theta = normals(new Float64Array(set.d), 8, STREAM.probe, trial).map((z, j) => start[j] + spread * z)
        const { mu, g } = await muAndG(simulation, theta)
        const within = (v: number, [low, high]: readonly [number, number]) =>
          expect(v >= low - 1e-10 * high && v <= high + 1e-10 * high, `${v} in [${low}, ${high}]`).toBe(true)
        within(mu, found.mu)
        for (let k = 0; k < directions; k++) within(g[k], [found.g[2 * k], found.g[2 * k + 1]])
      }
      simulation.dispose()
      backend.dispose()
    },
  )

  it('is not offered for models that are not linear', async () => {
    const backend = await create()
    const simulation = await createSimulation(scenarioOf({ model: { kind: 'olm-diagonal' }, data: { n: 6, d: 4 } }), backend)
    expect(await simulation.certify(async () => {})).toBeNull()
    simulation.dispose()
    backend.dispose()
  })
})

const LARGE = { title: 'large', data: { n: 130, d: 85, spectrum: 'power-law', exponent: 0.3, labelNoise: 0.3 } } as const
it.each([...CASES, LARGE].flatMap(c => ([true, false] as const).map(centred => [c.title, centred, c] as const)))(
  'past the dense limit the ends are the same: %s, centred %s',
  async (_t, centred, { data }) => {
    const backend = await createBackend('reference')
    const simulation = await createSimulation(scenarioOf({ seed: 3, data: { spectrum: 'power-law', exponent: 0.5, ...data } }), backend)
    const { X, y, n, d } = simulation.data
    const { values, vectors } = jacobi(multiply(flip(rowsOf(X, n, d)), rowsOf(X, n, d)).map(row => row.map(v => v / n)))
    const k = Math.min(3, n, d)
    const question = {
      ...{ X, y, n, d, centred, lambda: Float64Array.from(values.slice(0, k)), frobG2: values.reduce((sum, v) => sum + v * v, 0) },
      images: Float64Array.from(vectors.slice(0, k).flatMap(v => apply(rowsOf(X, n, d), v))),
    }
    const [dense, ends] = [await certificate(question, async () => {}), await certificate(question, async () => {}, 0)]
    for (const [at, [inf, sup]] of [dense.mu, ...Array.from({ length: k }, (_, i) => dense.g.subarray(2 * i, 2 * i + 2))].entries()) {
      const [low, high] = at === 0 ? ends.mu : ends.g.subarray(2 * at - 2, 2 * at)
      errors.check('Lanczos, sup', high, sup)
      errors.check('Lanczos, inf', low, inf, Math.max(inf, 1e-3 * sup))
    }
    simulation.dispose()
    backend.dispose()
  },
)

/** θ with the residual X·Xᵀc for n ≤ d and labels off the teacher's: the least-squares interpolant plus Xᵀc. */
function residualToTheta({ X, y, n, d }: DataSet): (c: readonly number[]) => Float64Array {
  const rows = rowsOf(X, n, d)
  const { values, vectors } = jacobi(multiply(rows, flip(rows)))
  const dual = vectors.reduce<number[]>((s, v, k) => s.map((x, i) => x + (v[i] * inner(v, y)) / values[k]), new Array<number>(n).fill(0))
  return c => Float64Array.from({ length: d }, (_, j) => rows.reduce((s, x, i) => s + x[j] * (dual[i] + c[i]), 0))
}
