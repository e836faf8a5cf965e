import { describe, expect, it } from 'vitest'
import { heightAxis, heightOf } from './heights'

const bowl = Float64Array.from({ length: 41 * 41 }, (_, k) => ((k % 41) / 20 - 1) ** 2 + (Math.floor(k / 41) / 20 - 1) ** 2)

describe('the height of a loss', () => {
  it('is proportional to it over a bowl', () => {
    const axis = heightAxis(bowl, [], 0.5)
    expect(axis.log).toBe(false)
    expect(axis.domain).toEqual([0, 2])
    for (const v of [0, 0.3, 1, 2]) expect(heightOf(axis, v)).toBeCloseTo(v / 4, 12)
  })

  it('is its logarithm where walls are so steep that all else would be flat, and where it is asked for', () => {
    const steep = bowl.map(v => Math.exp(12 * v))
    const axis = heightAxis(steep, [], 0.5)
    expect(axis.log).toBe(true)
    const [lo, hi] = axis.domain
    expect(heightOf(axis, Math.sqrt(lo * hi))).toBeCloseTo(0.25, 12)
    expect(heightAxis(bowl, [], 0.5, { log: true }).log).toBe(true)
    expect(heightAxis(steep, [], 0.5, { log: false }).log).toBe(false)
  })

  it('does not change between linear and logarithmic to and fro', () => {
    const of = (power: number) => bowl.map(v => v ** power)
    const [steep, between, round] = [of(6), of(2.6), of(2)]
    const first = heightAxis(steep, [], 1)
    expect(first.log).toBe(true)
    expect(heightAxis(between, [], 1).log).toBe(false)
    expect(heightAxis(between, [], 1, { previous: first }).log).toBe(true)
    expect(heightAxis(round, [], 1, { previous: first }).log).toBe(false)
  })

  it('keeps its domain while the values change a little, as they do when a grid is refined', () => {
    const coarse = heightAxis(bowl, [], 1)
    const fine = heightAxis(
      bowl.map(v => v * 0.97 + 0.01),
      [],
      1,
      { previous: coarse },
    )
    expect(fine.domain).toEqual(coarse.domain)
  })

  it('has room for an arm above or below the plane, but not for one that is lost', () => {
    expect(heightAxis(bowl, [3.7], 1).domain[1]).toBeGreaterThanOrEqual(3.7)
    expect(
      heightAxis(
        bowl.map(v => v + 1.5),
        [0.1],
        1,
      ).domain[0],
    ).toBe(0)
    const axis = heightAxis(bowl, [1e6, Number.NaN, Number.POSITIVE_INFINITY], 1)
    expect(axis.domain).toEqual([0, 2])
    expect(heightOf(axis, 1e6)).toBe(1)
    expect(heightOf(axis, Number.POSITIVE_INFINITY)).toBe(1)
    expect(heightOf(axis, Number.NaN)).toBeNaN()
  })

  it('is a number for every finite loss: flat, zero, huge, over hundreds of decades', () => {
    const cases = [[3, 3, 3], [0, 0], [0, 1e300], [1e-300, 1e300, 1e308], [5e-324, 1], [Number.NaN, 2], [Number.NaN], []]
    for (const values of cases) {
      for (const log of [undefined, true, false]) {
        const axis = heightAxis(values, [], 0.5, { log })
        for (const v of [...values.filter(Number.isFinite), 1]) {
          const h = heightOf(axis, v)
          expect(h, `${values} ${log} ${v}`).toBeGreaterThanOrEqual(0)
          expect(h, `${values} ${log} ${v}`).toBeLessThanOrEqual(0.5 + 1e-9)
        }
      }
    }
  })
})
