import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnExtremes } from './decimate'

const steps = (n: number) => Float64Array.from({ length: n }, (_, i) => i)

describe('columnExtremes', () => {
  it('keeps a one-step spike among 100 000 points', () => {
    const n = 100_000
    const y = new Float64Array(n).fill(1)
    y[54_321] = 7
    y[11] = -3
    const keep = columnExtremes(steps(n), y, n, x => (x / n) * 300, 300)
    expect(keep).toContain(54_321)
    expect(keep).toContain(11)
    expect(keep.length).toBeLessThanOrEqual(4 * 300)
  })

  it('keeps the extremes of every column and the order, whatever the data', () => {
    const value = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 200 }), fc.integer({ min: 1, max: 30 }), (y, columns) => {
        const n = y.length
        const column = (x: number) => (x / Math.max(1, n)) * columns
        const keep = columnExtremes(steps(n), y, n, column, columns)
        const kept = keep.filter(i => i >= 0)
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b))
        for (const pick of [Math.min, Math.max]) {
          for (let c = 0; c < columns; c++) {
            const inside = (i: number) => Math.floor(column(i)) === c && Number.isFinite(y[i])
            const all = y.filter((_, i) => inside(i))
            if (all.length > 0) expect(pick(...kept.filter(inside).map(i => y[i]))).toBe(pick(...all))
          }
        }
        expect(keep[0]).not.toBe(-1)
        expect(keep.at(-1)).not.toBe(-1)
        expect(keep.some((v, j) => v === -1 && keep[j + 1] === -1)).toBe(false)
      }),
    )
  })

  it('lifts the pen at NaN and ±∞, and at values ≤ 0 on a log axis', () => {
    const y = [1, 2, Number.NaN, 3, Number.NEGATIVE_INFINITY, 4, 0, 5]
    expect(columnExtremes(steps(8), y, 8, x => x, 8)).toEqual([0, 1, -1, 3, -1, 5, 6, 7])
    expect(columnExtremes(steps(8), y, 8, x => x, 8, true)).toEqual([0, 1, -1, 3, -1, 5, -1, 7])
  })

  it('gives nothing for nothing', () => {
    expect(columnExtremes([], [], 0, x => x, 10)).toEqual([])
    expect(columnExtremes([0], [Number.NaN], 1, x => x, 10)).toEqual([])
  })
})
