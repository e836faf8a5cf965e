import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eigh } from '../../lib/eigen'
import { netCurvatures } from '../net/curvature'
import { denseTraceOf } from '../net/denseTrace'
import { distance, instance } from '../net/nets.fixture'
import { mlp, twoLayer } from '../net/spec'
import { denseOf } from './curvatures'
import { spectrumOf } from './spectrum'
import { isSummed, traceOfHessian } from './trace'

const traceOf = (A: Float64Array, p: number) => Array.from({ length: p }, (_, j) => A[j * p + j]).reduce((s, v) => s + v, 0)

it('of one hidden layer Tr H is exact whatever the width: the sum of the diagonal of H', () => {
  fc.assert(
    fc.property(
      fc.record({
        activation: fc.constantFrom('tanh', 'gelu', 'softplus', 'quadratic'),
        outer: fc.constantFrom('trained', 'fixed'),
        scaling: fc.constantFrom('standard', 'ntk', 'mean-field'),
        bias: fc.boolean(),
        C: fc.integer({ min: 1, max: 3 }),
        loss: fc.constantFrom('squared', 'cross-entropy'),
        seed: fc.nat(1000),
      }),
      ({ seed, C, loss, ...rest }) => {
        const made = instance(twoLayer({ d: 4, m: 7, slope: 0.1, C, loss: C > 1 ? loss : 'squared', ...rest }), 6, seed)
        const curvatures = netCurvatures(made.net, made.theta, made.X, made.Y)
        const { p } = curvatures
        const wanted = traceOf(denseOf(curvatures.H, p), p)
        const { value, se } = traceOfHessian({ ...curvatures, p: 1e9 }, traceOf(denseOf(curvatures.G, p), p), 1)
        expect(se).toBe(0)
        expect(Math.abs(value - wanted)).toBeLessThan(1e-11 * traceOf(denseOf(curvatures.G, p).map(Math.abs), p))
      },
    ),
    { numRuns: 60, seed: 5 },
  )
})

it('of dense layers Tr H is exact, layer by layer', () => {
  fc.assert(
    fc.property(
      fc.record({
        activation: fc.constantFrom('tanh', 'gelu', 'softplus', 'quadratic', 'identity'),
        hidden: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 3 }),
        bias: fc.boolean(),
        C: fc.integer({ min: 1, max: 3 }),
        loss: fc.constantFrom('squared', 'cross-entropy'),
        fixed: fc.nat(6),
        seed: fc.nat(1000),
      }),
      ({ seed, C, loss, fixed, ...rest }) => {
        const spec = mlp({ d: 8, slope: 0.1, C, loss: C > 1 ? loss : 'squared', ...rest })
        const layers = spec.layers.map((layer, l) => ('trained' in layer && l === fixed ? { ...layer, trained: false } : layer))
        const made = instance({ ...spec, layers }, 6, seed)
        const traces = denseTraceOf(made.net, made.theta, made.X, made.Y)
        fc.pre(traces !== null)
        const { H, G, p, layers: sizes = [] } = netCurvatures(made.net, made.theta, made.X, made.Y)
        const [ofH, ofG] = [denseOf(H, p), denseOf(G, p)]
        const size = traceOf(ofH.map(Math.abs), p) + traceOf(ofG, p)
        const found = traces?.() ?? []
        expect(found).toHaveLength(sizes.length)
        for (const [l, own] of sizes.entries()) {
          const from = sizes.slice(0, l).reduce((sum, before) => sum + before, 0)
          const wanted = Array.from({ length: own }, (_, i) => (from + i) * (p + 1)).reduce((sum, at) => sum + ofH[at] - ofG[at], 0)
          expect(Math.abs(found[l] - wanted)).toBeLessThan(1e-11 * size)
        }
      },
    ),
    { numRuns: 60, seed: 5 },
  )
})

it('of few parameters Tr H is exact also where the layers do not tell it', () => {
  const made = instance(mlp({ d: 8, hidden: [6, 4], activation: 'tanh', slope: 0.1, bias: true, C: 1 }), 20, 3)
  const { residualTraces: _, ...curvatures } = netCurvatures(made.net, made.theta, made.X, made.Y)
  const { p } = curvatures
  expect([isSummed({ p, n: 20 }), isSummed({ p: 1000, n: 100 }), isSummed({ p: 1001, n: 1 })]).toEqual([true, true, false])
  const { value, se } = traceOfHessian(curvatures, traceOf(denseOf(curvatures.G, p), p), 1)
  expect(se).toBe(0)
  expect(distance([value], [traceOf(denseOf(curvatures.H, p), p)])).toBeLessThan(1e-12)
})

it('traces of larger matrices come near the 1 % that is aimed at, and within their errors', () => {
  const made = instance(mlp({ d: 8, hidden: [24, 16], activation: 'tanh', slope: 0.1, bias: true, C: 1 }), 60, 3)
  const curvatures = netCurvatures(made.net, made.theta, made.X, made.Y)
  const { p } = curvatures
  const values = eigh(denseOf(curvatures.H, p), p).values
  const wanted = { trace: values.reduce((s, v) => s + v, 0), square: values.reduce((s, v) => s + v * v, 0) }
  const ofG = traceOf(denseOf(curvatures.G, p), p)
  for (let seed = 0; seed < 3; seed++) {
    const { H } = spectrumOf(curvatures, { seed, threshold: 1, whole: 10, probes: 4, steps: 20 })
    for (const name of ['trace', 'square'] as const) {
      // Tr H is a difference of the two signs: 200 probes end before its 1 % is reached.
      expect(H[name].se, name).toBeLessThan((name === 'trace' ? 0.03 : 0.0101) * wanted[name])
      expect(H[name].se, name).toBeGreaterThan(0)
      expect(Math.abs(H[name].value - wanted[name]), name).toBeLessThan(4 * H[name].se)
    }
    const summed = spectrumOf(curvatures, { seed, threshold: 1, whole: 300, probes: 2, steps: 10 }).H
    expect(summed.exact).toBe(false)
    expect(distance([summed.trace.value, summed.square.value], [wanted.trace, wanted.square])).toBeLessThan(1e-10)
    const { residualTraces: _, ...unknown } = curvatures
    const row = traceOfHessian(unknown, ofG, seed, false)
    expect(row.se).toBeLessThan(0.05 * ofG)
    expect(Math.abs(row.value - wanted.trace)).toBeLessThan(4 * row.se + 1e-12 * ofG)
  }
  expect(traceOfHessian(curvatures, ofG, 1).se).toBe(0)
  expect(distance([traceOfHessian(curvatures, ofG, 1).value], [wanted.trace])).toBeLessThan(1e-11)
})
