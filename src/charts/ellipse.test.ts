import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eigen2, ellipsePoints, magnificationFor } from './ellipse'

describe('ellipsePoints', () => {
  it('is the level set (p − c)ᵀ C⁻¹ (p − c) = scale²', () => {
    const entry = fc.double({ min: -2, max: 2, noNaN: true })
    fc.assert(
      fc.property(entry, entry, entry, fc.double({ min: 0.1, max: 50, noNaN: true }), (a, b, c, scale) => {
        // C = A·Aᵀ + 0.01·I is a covariance whatever A.
        const cov = [a * a + b * b + 0.01, b * c, c * c + 0.01] as const
        const det = cov[0] * cov[2] - cov[1] ** 2
        const points = ellipsePoints(cov, [3, -1], scale, 40)
        for (let i = 0; i < points.length; i += 2) {
          const [u, v] = [points[i] - 3, points[i + 1] + 1]
          const form = (cov[2] * u * u - 2 * cov[1] * u * v + cov[0] * v * v) / det
          expect(form / scale ** 2).toBeCloseTo(1, 6)
        }
      }),
    )
  })
  it('has half axes √eigenvalue along the eigenvectors', () => {
    const points = ellipsePoints([9, 0, 4], [0, 0], 1, 4)
    expect(points[0]).toBeCloseTo(3)
    expect(points[3]).toBeCloseTo(2)
    const turned = eigen2([2, 1, 2])
    expect(turned.a).toBeCloseTo(3)
    expect(turned.b).toBeCloseTo(1)
    expect(turned.angle).toBeCloseTo(Math.PI / 4)
  })
  it('is a segment for a singular covariance and nothing for a broken one', () => {
    expect(ellipsePoints([1, 1, 1], [0, 0]).every(Number.isFinite)).toBe(true)
    expect(ellipsePoints([Number.NaN, 0, 1], [0, 0])).toHaveLength(0)
    expect(ellipsePoints([1, 0, 1], [Number.POSITIVE_INFINITY, 0])).toHaveLength(0)
  })
})

describe('magnificationFor', () => {
  it('takes 1-2-5 steps and never makes ellipses smaller', () => {
    expect(magnificationFor([[1e-4, 0, 1e-5]], 2, 0.2)).toBe(20)
    expect(magnificationFor([[100, 0, 1]], 2)).toBe(1)
    expect(magnificationFor([], 2)).toBe(1)
    expect(magnificationFor([[Number.NaN, 0, 0]], 2)).toBe(1)
  })
})
