import { describe, expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { factoredCurvatures } from '../modelHessian'
import { netCurvatures } from '../net/curvature'
import { layNet } from '../net/layout'
import { twoLayer } from '../net/spec'
import { denseOf } from './curvatures'
import { diagonalsOf, fitDiagonal } from './diagonals'

const [n, d] = [12, 4]
const draw = (count: number, index: number) => normals(new Float64Array(count), 5, STREAM.data, index)
const [X, y] = [draw(n * d, 1), draw(n, 2)]
const net = layNet(twoLayer({ d, m: 5, scaling: 'standard', activation: 'tanh', outer: 'trained', bias: true }))
const data = { n, d, X, y, outputs: 1, test: null, image: null, spectrum: X, teacher: X, labelNoise: 0 }
const CASES = [
  ['a network', netCurvatures(net, draw(net.size, 3), X, y)],
  ['a two-layer linear model', factoredCurvatures({ kind: 'olm-two-layer', m: 3 }, draw(3 * d + 3, 4), data)],
  ['a diagonal linear model', factoredCurvatures({ kind: 'olm-diagonal' }, draw(2 * d, 5), data)],
  ['a linear model', factoredCurvatures({ kind: 'linear' }, draw(d, 6), data)],
] as const

describe.each(CASES)('the diagonals of %s', (_, at) => {
  const { p } = at
  const samples = Array.from({ length: n }, (_, i) => denseOf(v => at.sampleHessian!(i, v), p))

  it('single samples have Hessians whose mean is H', () => {
    const H = denseOf(at.H, p)
    for (let k = 0; k < p * p; k++) expect(samples.reduce((s, h) => s + h[k] / n, 0)).toBeCloseTo(H[k], 11)
  })

  it('are those of the dense matrices, where they are exact', () => {
    const { sigma, G, H } = diagonalsOf(at, { seed: 1, twoL: 1, probes: 2 })
    const [denseG, denseH] = [denseOf(at.G, p), denseOf(at.H, p)]
    const gradients = Array.from({ length: n }, (_, i) => at.sampleGradient(i))
    for (let j = 0; j < p; j++) {
      const mean = gradients.reduce((s, g) => s + g[j] / n, 0)
      expect(sigma[j]).toBeCloseTo(
        gradients.reduce((s, g) => s + (g[j] - mean) ** 2 / n, 0),
        11,
      )
      expect(G.values[j]).toBeCloseTo(denseG[j * p + j], 12)
      expect(H.values[j]).toBeCloseTo(denseH[j * p + j], 12)
    }
  })

  it('are met within their errors where they are estimated', () => {
    const probes = 4000
    const { G, h2 } = diagonalsOf(at, { seed: 2, twoL: 1, exact: 0, probes })
    const denseG = denseOf(at.G, p)
    for (let j = 0; j < p; j++) {
      const square = samples.reduce((s, h) => s + h.subarray(j * p, (j + 1) * p).reduce((q, v) => q + v * v, 0) / n, 0)
      expect(Math.abs(h2.values[j] - square)).toBeLessThan(5 * h2.errors![j] + 1e-12 * square)
      expect(Math.abs(G.values[j] - denseG[j * p + j])).toBeLessThan(5 * G.errors![j] + 1e-12)
      expect(h2.errors![j]).toBeLessThan(0.2 * square + 1e-12)
    }
  })
})

it('a power law is found, and dead entries are left out', () => {
  const x = Float64Array.of(1, 2, 4, 8, 0, 3)
  const fit = fitDiagonal(
    x.map(v => (v === 3 ? 0 : 5 * v * v)),
    x,
  )!
  expect(fit.line.slope).toBeCloseTo(2, 12)
  expect(fit.line.count).toBe(4)
  // The gaps ln 5 + ln x have the variance of ln 2·(0, 1, 2, 3).
  expect(fit.scatter).toBeCloseTo(Math.LN2 * Math.sqrt(1.25), 12)
})
