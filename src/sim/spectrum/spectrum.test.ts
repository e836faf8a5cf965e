import { expect, it } from 'vitest'
import { eigh } from '../../lib/eigen'
import { netCurvatures } from '../net/curvature'
import { instance } from '../net/nets.fixture'
import { mlp } from '../net/spec'
import { denseOf } from './curvatures'
import { type MatrixSpectrum, spectrumOf } from './spectrum'

const { net, theta, X, Y } = instance(mlp({ d: 6, hidden: [12, 8], activation: 'tanh', slope: 0.1, bias: true, C: 1 }), 40, 5)
const curvatures = netCurvatures(net, theta, X, Y)
const { p } = curvatures
const values = { H: eigh(denseOf(curvatures.H, p), p).values, G: eigh(denseOf(curvatures.G, p), p).values }
const threshold = 0.1 * values.H[0]
const sum = (v: Float64Array, f = (x: number) => x) => v.reduce((s, x) => s + f(x), 0)
const integral = (rho: Float64Array, grid: Float64Array) => rho.reduce((s, v) => s + v, 0) * (grid[1] - grid[0])

it('knows every eigenvalue of small matrices, and says so', () => {
  const reports: [number, number][] = []
  const found = spectrumOf(curvatures, { seed: 1, threshold, report: (done, total) => reports.push([done, total]) })
  for (const name of ['H', 'G'] as const) {
    const m: MatrixSpectrum = found[name]
    const all = values[name]
    expect(m.exact).toBe(true)
    for (let i = 0; i < 5; i++) expect(Math.abs(m.top[i] - all[i])).toBeLessThan(1e-12 * all[0])
    expect(m.smallest.value).toBeCloseTo(all[p - 1], 12)
    expect(m.trace).toEqual({ value: expect.closeTo(sum(all), 9), se: 0 })
    expect(m.square).toEqual({
      value: expect.closeTo(
        sum(all, v => v * v),
        8,
      ),
      se: 0,
    })
    expect(m.above).toEqual({
      value: expect.closeTo(
        sum(all, v => (v > threshold ? 1 : 0)),
        9,
      ),
      se: 0,
    })
    expect(Math.abs(integral(m.density.mean, found.grid) - 1)).toBeLessThan(1e-12)
  }
  expect(reports).toHaveLength(2 * p)
  expect(reports.every(([done, total]) => done < total + 1 && total <= 2 * p + 1)).toBe(true)
})

it('takes G through its smaller side, zeros included', () => {
  const found = spectrumOf(curvatures, { seed: 1, threshold, whole: 50 })
  expect([found.G.exact, found.H.exact]).toEqual([true, false])
  const wanted = spectrumOf(curvatures, { seed: 1, threshold })
  expect(found.G.trace.value).toBeCloseTo(wanted.G.trace.value, 9)
  expect(found.G.above).toEqual(wanted.G.above)
  expect(found.H.trace.se).toBeGreaterThan(0)
  expect(spectrumOf({ ...curvatures, equalTraces: true }, { seed: 1, threshold, whole: 50 }).H.trace).toEqual(found.G.trace)
  expect(Math.abs(found.G.smallest.value)).toBeLessThan(1e-12)
})

it('estimates large ones with errors that hold, and the ends of the spectrum to their residuals', () => {
  const found = spectrumOf(curvatures, { seed: 3, threshold, whole: 10, probes: 40, steps: 40 })
  for (const name of ['H', 'G'] as const) {
    const m = found[name]
    const all = values[name]
    expect(m.exact).toBe(false)
    for (const [i, v] of m.top.entries()) expect(Math.abs(v - all[i])).toBeLessThan(1e-10 * all[0])
    expect(Math.abs(m.smallest.value - all[p - 1])).toBeLessThan(Math.max(m.smallest.error, 1e-9 * all[0]))
    expect(Math.abs(m.trace.value - sum(all))).toBeLessThan(3 * m.trace.se)
    expect(Math.abs(m.square.value - sum(all, v => v * v))).toBeLessThan(3 * m.square.se)
    expect(Math.abs(m.above.value - sum(all, v => (v > threshold ? 1 : 0)))).toBeLessThan(3 * m.above.se)
    expect(Math.abs(integral(m.density.mean, found.grid) - 1)).toBeLessThan(1e-12)
  }
})
