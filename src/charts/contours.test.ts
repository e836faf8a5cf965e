import { describe, expect, it } from 'vitest'
import { contourLevels, contoursOf } from './contours'

const size = 41
const bowl = (power: number) =>
  Float64Array.from({ length: size * size }, (_, i) => {
    const r = Math.hypot((i % size) - 20, Math.floor(i / size) - 20) / 20
    return r ** power
  })

describe('contours', () => {
  it('of a quadratic bowl are evenly spaced rings', () => {
    const set = contoursOf({ values: bowl(2), nx: size, ny: size, x: [-1, 1], y: [-1, 1] })
    expect(set.levels).toHaveLength(12)
    const radii = set.levels.map(Math.sqrt)
    const gaps = radii.slice(1).map((r, i) => r - radii[i])
    expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThan(1.01)
    // The ring itself lies at that radius: grid point (i, j) has its centre at (i + ½, j + ½).
    const ring = set.rings[3].reduce((a, b) => (a.length < b.length ? a : b))
    for (let i = 0; i < ring.length; i += 2) {
      const r = Math.hypot(ring[i] - 20.5, ring[i + 1] - 20.5) / 20
      if (r < 0.9) expect(r).toBeCloseTo(radii[3], 1)
    }
  })
  it('still separate the floor of a steep bowl', () => {
    const { levels } = contourLevels(bowl(12))
    expect(bowl(12).filter(v => v < levels[0]).length).toBeLessThan(size * size * 0.35)
  })
  it('are a constant factor apart where the values go over many powers of ten', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => 10 ** (i / 50 - 9))
    const { levels } = contourLevels(values)
    const factors = levels.slice(1).map((level, i) => level / levels[i])
    for (const factor of factors) expect(factor).toBeCloseTo(factors[0], 9)
    for (const [i, level] of levels.entries()) {
      const next = levels[i + 1] ?? Number.POSITIVE_INFINITY
      expect(values.filter(v => v >= level && v < next).length).toBeGreaterThan(50)
    }
  })
  it('are computed once per grid', () => {
    const grid = { values: bowl(2), nx: size, ny: size, x: [-1, 1] as const, y: [-1, 1] as const }
    expect(contoursOf(grid)).toBe(contoursOf({ ...grid }))
  })
  it('are none for constant and for broken values', () => {
    expect(contourLevels(new Float64Array(9).fill(2)).levels).toEqual([])
    expect(contourLevels([Number.NaN, Number.NaN]).levels).toEqual([])
    expect(contourLevels([1, Number.POSITIVE_INFINITY, 4]).high).toBe(4)
  })
})
