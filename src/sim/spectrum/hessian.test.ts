import { describe, expect, it } from 'vitest'
import { eigh } from '../../lib/eigen'
import { dot, times } from '../../lib/matrix'
import type { ModelSpec } from '../backends/types'
import type { DataSet } from '../data'
import { effectiveWeights, pullBack } from '../model'
import { factoredCurvatures } from '../modelHessian'
import { netCurvatures } from '../net/curvature'
import { gradient } from '../net/derivatives'
import { distance, type Instance, instance, normal } from '../net/nets.fixture'
import { mlp, type NetSpec, randomFeatures, twoLayer } from '../net/spec'
import { type Curvatures, denseOf } from './curvatures'
import { leadingEigenvalues, smallestEigenvalue } from './leading'

const common = { d: 4, m: 6, slope: 0.1, scaling: 'ntk' as const, bias: true }
const dense = { kind: 'dense' as const, bias: true, trained: true }
const NETS: Record<string, NetSpec> = {
  'two-layer, gelu': twoLayer({ ...common, activation: 'gelu', outer: 'trained' }),
  'two-layer, relu, fixed outer layer': twoLayer({ ...common, activation: 'relu', outer: 'fixed' }),
  'random features': randomFeatures({ ...common, activation: 'tanh' }),
  mlp: mlp({ d: 4, hidden: [7, 5], activation: 'tanh', slope: 0.1, bias: true, C: 1 }),
  'mlp, three outputs': mlp({ d: 4, hidden: [6], activation: 'softplus', slope: 0.1, bias: true, C: 3 }),
  'mlp, cross-entropy': { ...mlp({ d: 4, hidden: [6], activation: 'tanh', slope: 0.1, bias: true, C: 3 }), loss: 'cross-entropy' },
  'cnn, max pooling, fixed layer': {
    input: { channels: 1, height: 6, width: 6 },
    layers: [
      { kind: 'conv', filters: 3, kernel: 3, stride: 1, padding: 0, activation: 'tanh', bias: true, trained: true },
      { kind: 'pool', pool: 'max', size: 2 },
      { ...dense, out: 4, activation: 'gelu', trained: false },
      { ...dense, out: 2, activation: 'identity' },
    ],
    outputs: 2,
    loss: 'cross-entropy',
  },
}

/** H from differences of ∇L on the trained parameters: central, extrapolated three times; the steps are small enough to meet no kink. */
function byDifferences(at: Float64Array, places: readonly number[], slope: (theta: Float64Array) => Float64Array): Float64Array {
  const p = places.length
  const H = new Float64Array(p * p)
  for (const [row, place] of places.entries()) {
    const central = (step: number) => {
      const shifted = (by: number) => slope(at.map((t, i) => (i === place ? t + by : t)))
      const [up, down] = [shifted(step), shifted(-step)]
      return Float64Array.from(places, j => (up[j] - down[j]) / (2 * step))
    }
    let table = [8e-5, 4e-5, 2e-5, 1e-5].map(central)
    for (let power = 4; table.length > 1; power *= 4)
      table = table.slice(1).map((fine, k) => fine.map((f, i) => f + (f - table[k][i]) / (power - 1)))
    H.set(table[0], row * p)
  }
  return H
}

function trainedPlaces({ net }: Instance): number[] {
  const fixed = net.layers.filter(l => !l.trained)
  return Array.from({ length: net.size }, (_, i) => i).filter(i => !fixed.some(l => i >= l.weightAt && i < l.biasAt + l.biases))
}

/** λ by Lanczos against all eigenvalues of the dense matrix. */
function checkLeading(curvatures: Curvatures, H: Float64Array): void {
  const { p } = curvatures
  const { values } = eigh(H, p)
  const norm = Math.max(Math.abs(values[0]), Math.abs(values[p - 1]))
  for (const k of [1, 5]) {
    const found = leadingEigenvalues(curvatures.H, p, k)
    expect(Math.max(...found.values.map((v, i) => Math.abs(v - values[i]))) / norm).toBeLessThan(1e-10)
    for (const [i, error] of found.errors.entries()) {
      const v = found.vectors.subarray(i * p, (i + 1) * p)
      const residual = curvatures.H(v).map((x, j) => x - found.values[i] * v[j])
      expect(Math.sqrt(dot(residual, residual))).toBeLessThanOrEqual(1.1 * error + 1e-13 * norm)
      expect(Math.abs(found.values[i] - values[i])).toBeLessThanOrEqual(error)
    }
  }
  expect(Math.abs(smallestEigenvalue(curvatures.H, p).value - values[p - 1]) / norm).toBeLessThan(1e-10)
}

describe.each(Object.entries(NETS))('%s', (_, spec) => {
  const it0 = instance(spec, 9, 3)
  const curvatures = netCurvatures(it0.net, it0.theta, it0.X, it0.Y)
  const H = denseOf(curvatures.H, curvatures.p)

  it('has the leading eigenvalues of the dense Hessian, to 1e-10, each within its error', () => {
    expect(curvatures.p).toBeLessThanOrEqual(200)
    checkLeading(curvatures, H)
  })

  it('is what differences of the gradient on the trained parameters give', () => {
    const { net, theta, X, Y } = it0
    const wanted = byDifferences(theta, trainedPlaces(it0), t => gradient(net, t, X, Y))
    expect(distance(H, wanted)).toBeLessThan(1e-8)
  })

  it('has the trace of G where it says so, and G the eigenvalues of its Gram matrix', () => {
    const { p, gram, equalTraces } = curvatures
    const G = denseOf(curvatures.G, p)
    const trace = (A: Float64Array) => Array.from({ length: p }, (_, j) => A[j * p + j]).reduce((s, v) => s + v, 0)
    expect(Math.abs(trace(H) / trace(G) - 1) < 1e-12).toBe(equalTraces)
    const values = gram.eigenvalues().sort((a, b) => b - a)
    const wanted = eigh(G, p).values
    for (let i = 0; i < Math.min(p, gram.side); i++) expect(Math.abs(values[i] - wanted[i])).toBeLessThan(1e-12 * wanted[0])
  })
})

const [n, d] = [12, 5]
const X = normal(n * d, 1, 1)
const y = normal(n, 1, 2)
const data: DataSet = { n, d, X, y, outputs: 1, test: null, image: null, spectrum: X, teacher: X, labelNoise: 0 }

describe.each<ModelSpec>([{ kind: 'linear' }, { kind: 'olm-diagonal' }, { kind: 'olm-two-layer', m: 4 }])('$kind', model => {
  const theta = normal(model.kind === 'linear' ? d : model.kind === 'olm-diagonal' ? 2 * d : 4 * d + 4, 2, 1)
  const curvatures = factoredCurvatures(model, theta, data)
  const { p } = curvatures
  const H = denseOf(curvatures.H, p)
  const residuals = (t: Float64Array) => times(X, effectiveWeights(model, t, d), n, d).map((f, i) => f - y[i])
  const ofSample = (t: Float64Array, i: number) => {
    const r = residuals(t)[i]
    return pullBack(
      model,
      t,
      X.subarray(i * d, (i + 1) * d).map(x => r * x),
      d,
    )
  }

  it('has the leading eigenvalues of its dense Hessian, which differences confirm', () => {
    checkLeading(curvatures, H)
    const slope = (t: Float64Array) => {
      const g = new Float64Array(p)
      for (let i = 0; i < n; i++) for (const [j, v] of ofSample(t, i).entries()) g[j] += v / n
      return g
    }
    const wanted = byDifferences(
      theta,
      Array.from({ length: p }, (_, i) => i),
      slope,
    )
    expect(distance(H, wanted)).toBeLessThan(1e-8)
  })

  it('has G = JᵀJ/n, its trace, and the per-sample gradients', () => {
    const G = denseOf(curvatures.G, p)
    const J = Array.from({ length: n }, (_, i) => pullBack(model, theta, X.subarray(i * d, (i + 1) * d), d))
    const wanted = Float64Array.from({ length: p * p }, (_, at) => J.reduce((s, row) => s + (row[Math.floor(at / p)] * row[at % p]) / n, 0))
    expect(distance(G, wanted)).toBeLessThan(1e-13)
    const trace = (A: Float64Array) => Array.from({ length: p }, (_, j) => A[j * p + j]).reduce((s, v) => s + v, 0)
    expect(Math.abs(trace(H) / trace(G) - 1)).toBeLessThan(1e-12)
    for (let i = 0; i < n; i++) expect(distance(curvatures.sampleGradient(i), ofSample(theta, i))).toBeLessThan(1e-13)
    const values = curvatures.gram.eigenvalues().sort((a, b) => b - a)
    const all = eigh(G, p).values
    for (let i = 0; i < Math.min(p, n); i++) expect(Math.abs(values[i] - all[i])).toBeLessThan(1e-12 * all[0])
  })
})
