import { describe, expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { varianceFlatness, widthAlong } from './flatness'
import { principalComponents } from './principal'

const draw = (count: number, stream: number) => normals(new Float64Array(count), 3, STREAM.data, stream)

describe('principal components of a path', () => {
  it('are orthonormal, and their variances are those of the projections', () => {
    const [T, p] = [40, 7]
    const all = draw(T * p, 1)
    const points = Array.from({ length: T }, (_, t) => all.subarray(t * p, (t + 1) * p).map((v, j) => (j + 1) * v + 5 * j))
    const { mean, variances, components } = principalComponents(points, p)
    expect(components).toHaveLength(p)
    for (const [i, v] of components.entries()) {
      const along = points.map(x => x.reduce((s, c, j) => s + (c - mean[j]) * v[j], 0))
      expect(along.reduce((s, c) => s + c * c, 0) / T).toBeCloseTo(variances[i], 10)
      for (const [l, w] of components.entries()) expect(v.reduce((s, c, j) => s + c * w[j], 0)).toBeCloseTo(i === l ? 1 : 0, 10)
    }
    const total = points.reduce((s, x) => s + x.reduce((q, c, j) => q + (c - mean[j]) * (c - mean[j]), 0), 0) / T
    expect(variances.reduce((s, v) => s + v, 0)).toBeCloseTo(total, 9)
  })

  it('end where the path has no more directions', () => {
    const [a, b] = [draw(9, 2), draw(9, 3)]
    const points = Array.from({ length: 12 }, (_, t) => a.map((v, j) => t * v + (t % 3) * b[j]))
    expect(principalComponents(points, 9).variances).toHaveLength(2)
  })
})

describe('the width of a valley', () => {
  it('is 2√(2(e − 1)L_0/λ) for a parabola, and adds the two sides of a lopsided one', () => {
    const lossAt = ([x = 0, y = 0]: Float64Array) => 0.5 + 2 * x * x + (y > 0 ? 8 * y * y : 0.5 * y * y)
    const mean = new Float64Array(2)
    const rise = (Math.E - 1) * 0.5
    expect(widthAlong(lossAt, mean, Float64Array.of(1, 0), 0.01)).toBeCloseTo(2 * Math.sqrt(rise / 2), 9)
    expect(widthAlong(lossAt, mean, Float64Array.of(0, 1), 100)).toBeCloseTo(Math.sqrt(rise / 8) + Math.sqrt(rise / 0.5), 9)
  })

  it('ends at the nearest crossing, also where the loss falls again behind it', () => {
    // 1 + 3s² − s⁴ reaches e at s² = (3 − √(9 − 4(e − 1)))/2, has its top at s² = 3/2 and is below e again from s² = (3 + √…)/2 on.
    const lossAt = ([s = 0]: Float64Array) => 1 + 3 * s * s - s ** 4 + (Math.abs(s) > 3 ? 1e6 : 0)
    const nearest = Math.sqrt((3 - Math.sqrt(9 - 4 * (Math.E - 1))) / 2)
    for (const guess of [0.01, 0.3, 0.9, 1.8, 2.5])
      expect(widthAlong(lossAt, new Float64Array(1), Float64Array.of(1), guess), `guess ${guess}`).toBeCloseTo(2 * nearest, 9)
  })

  it('is infinite where the loss does not rise', () => {
    expect(widthAlong(() => 1, new Float64Array(2), Float64Array.of(1, 0), 1)).toBe(Number.POSITIVE_INFINITY)
  })
})

it('the exponent of a power law is found', () => {
  const widths = [0.1, 0.3, 1, 7]
  const fit = varianceFlatness(
    widths.map(f => 3 / (f * f * f * f)),
    widths,
  )!
  expect(fit.psi).toBeCloseTo(4, 12)
  expect(fit.error).toBeLessThan(1e-10)
})
