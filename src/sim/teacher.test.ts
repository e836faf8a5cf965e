import { describe, expect, it } from 'vitest'
import type { DataSettings } from '../scenario'
import { covarianceSpectrum } from './data'
import { makeData } from './makeData'
import { labelFunction } from './teacher'
import { scenarioOf } from './testing/scenario.fixture'

const settings = (data: Partial<DataSettings>) => scenarioOf({ data, arms: [{ id: 'gd', kind: 'gd', eta: 0.1 }] }).data
const moments = (values: Float64Array) => {
  const mean = values.reduce((s, v) => s + v, 0) / values.length
  return { mean, variance: values.reduce((s, v) => s + (v - mean) * (v - mean), 0) / values.length }
}

describe('teachers', () => {
  it.each([
    ['single-index', { spectrum: 'power-law', exponent: 1 }],
    ['multi-index', { units: 1 }],
    ['multi-index', { units: 4, spectrum: 'power-law', exponent: 1, scale: 9 }],
  ] as const)('%s: labels of mean zero and variance one, whatever the spectrum', (teacher, rest) => {
    const { y } = makeData(settings({ n: 20000, d: 8, teacher, ...rest }), 3)
    const { mean, variance } = moments(y)
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(20000))
    // The labels are of degree two in Gaussians: their squares have a standard deviation below 8.
    expect(Math.abs(variance - 1)).toBeLessThan((5 * 8) / Math.sqrt(20000))
  })

  it('relu-units: second moment near one', () => {
    for (const units of [1, 2, 20]) {
      let second = 0
      for (let seed = 0; seed < 20; seed++) {
        const { y } = makeData(settings({ n: 1000, d: 30, teacher: 'relu-units', units }), seed)
        second += y.reduce((s, v) => s + v * v, 0) / 20000
      }
      expect(second).toBeGreaterThan(0.6)
      expect(second).toBeLessThan(1.4)
    }
  })

  /** The label as a function of x, and its odd and even parts. */
  function partsOf(data: Partial<DataSettings>) {
    const s = settings(data)
    const spectrum = covarianceSpectrum(s)
    const f = labelFunction(s, 7, spectrum, new Float64Array(s.d))
    const half = (x: Float64Array, sign: number) => (f(x) + sign * f(x.map(v => -v))) / 2
    return { f, spectrum, odd: (x: Float64Array) => half(x, -1), even: (x: Float64Array) => half(x, 1) }
  }
  const x = Float64Array.of(0.3, -1.2, 0.7)
  const axis = (j: number) => Float64Array.from({ length: 3 }, (_, i) => (i === j ? 1 : 0))

  it('single-index: one projection of variance one and the second Hermite polynomial of it', () => {
    const { spectrum, odd, even } = partsOf({ d: 3, teacher: 'single-index', spectrum: 'power-law', exponent: 2 })
    const z = (v: Float64Array) => Math.SQRT2 * odd(v)
    const u = [0, 1, 2].map(j => z(axis(j)))
    expect(u.reduce((s, v, j) => s + spectrum[j] * v * v, 0)).toBeCloseTo(1, 13)
    expect(z(x)).toBeCloseTo(
      u.reduce((s, v, j) => s + v * x[j], 0),
      13,
    )
    expect(even(x)).toBeCloseTo((z(x) * z(x) - 1) / 2, 13)
  })

  it('multi-index: projections that are independent standard normals, each beside the one before', () => {
    const { spectrum, odd, even } = partsOf({ d: 2, units: 2, teacher: 'multi-index', spectrum: 'power-law', exponent: 2 })
    const x2 = x.slice(0, 2)
    const first = Math.SQRT2 * odd(x2)
    const second = even(x2) / odd(x2)
    expect(first * first + second * second).toBeCloseTo((x2[0] * x2[0]) / spectrum[0] + (x2[1] * x2[1]) / spectrum[1], 12)
  })

  it('relu-units: a difference of kinks, linear where its sign is taken out', () => {
    const { f, odd } = partsOf({ d: 3, units: 3, teacher: 'relu-units' })
    expect(f(x.map(v => 4 * v))).toBeCloseTo(4 * f(x), 12)
    expect(odd(x)).toBeCloseTo(
      [0, 1, 2].reduce((s, j) => s + odd(axis(j)) * x[j], 0),
      12,
    )
    const one = partsOf({ d: 3, units: 1, teacher: 'relu-units' })
    expect(one.f(x) * one.f(x.map(v => -v))).toBe(0)
    expect(one.f(x) + one.f(x.map(v => -v))).toBeGreaterThan(0)
  })
})

describe('test sets', () => {
  it('are fresh samples of the same teacher, without noise', () => {
    const noisy = makeData(settings({ n: 30, d: 6, labelNoise: 2, spectrum: 'power-law', exponent: 1 }), 5)
    const { n, X, y } = noisy.test!
    expect(n).toBe(1000)
    for (let i = 0; i < n; i++)
      expect(y[i]).toBeCloseTo(
        X.subarray(i * 6, (i + 1) * 6).reduce((s, x, j) => s + x * noisy.teacher[j], 0),
        13,
      )
    expect(new Set(noisy.X).has(X[0])).toBe(false)
    expect(noisy.test).toBe(noisy.test)
    for (let j = 0; j < 6; j++) {
      const { mean, variance } = moments(Float64Array.from({ length: n }, (_, i) => X[i * 6 + j]))
      expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(noisy.spectrum[j] / n))
      expect(Math.abs(variance / noisy.spectrum[j] - 1)).toBeLessThan(5 * Math.sqrt(2 / n))
    }
  })
})
