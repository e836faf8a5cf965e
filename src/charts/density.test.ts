import { describe, expect, it } from 'vitest'
import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'
import { densityRegions } from './density'

const gaussian = (n: number, seed: number) => normals(new Float64Array(n), seed, STREAM.data)

/** Whether a point is inside an odd number of rings. */
function within(rings: readonly Float64Array[], x: number, y: number): boolean {
  let odd = false
  for (const ring of rings)
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2)
      if (ring[i + 1] > y !== ring[j + 1] > y && x < ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i])
        odd = !odd
  return odd
}

function area(rings: readonly Float64Array[]): number {
  let twice = 0
  for (const ring of rings)
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) twice += ring[j] * ring[i + 1] - ring[i] * ring[j + 1]
  return Math.abs(twice) / 2
}

describe('regions of highest density', () => {
  it('hold their share of the points', () => {
    const [a, b] = [gaussian(4000, 1), gaussian(4000, 2)]
    const y = b.map((v, i) => 0.8 * a[i] + 0.3 * v)
    for (const { share, rings } of densityRegions(a, y, [0.5, 0.9])) {
      const held = a.filter((x, i) => within(rings, x, y[i])).length / a.length
      expect(Math.abs(held - share)).toBeLessThan(0.01)
    }
  })

  it('are for a Gaussian about the ellipses of that share, a little wider by the kernel', () => {
    const [x, y] = [gaussian(8000, 3), gaussian(8000, 4).map(v => 50 * v)]
    for (const { share, rings } of densityRegions(x, y, [0.5, 0.9]))
      expect(area(rings) / (50 * Math.PI * -2 * Math.log(1 - share))).toBeCloseTo(1, 0.7)
  })

  it('follow two clouds apart, and leave out what is not finite', () => {
    const x = gaussian(2000, 5).map((v, i) => (i % 2 ? v : v + 40))
    const y = gaussian(2000, 6)
    x[7] = Number.NEGATIVE_INFINITY
    const [half] = densityRegions(x, y, [0.5])
    expect(half.rings.length).toBeGreaterThanOrEqual(2)
    expect(within(half.rings, 20, 0)).toBe(false)
    expect(within(half.rings, 0, 0) && within(half.rings, 40, 0)).toBe(true)
  })

  it('are not spoken of for few points, or points on a line', () => {
    expect(densityRegions(gaussian(15, 1), gaussian(15, 2), [0.5])).toEqual([])
    expect(densityRegions(gaussian(100, 1), new Float64Array(100).fill(3), [0.5])).toEqual([])
  })
})
