import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deoverlap } from './labels'

describe('deoverlap', () => {
  it('leaves labels with room where they are', () => {
    expect(
      deoverlap(
        [
          { at: 50, size: 10 },
          { at: 20, size: 10 },
        ],
        0,
        100,
      ),
    ).toEqual([50, 20])
  })
  it('moves two labels at the same place apart evenly', () => {
    expect(
      deoverlap(
        [
          { at: 50, size: 10 },
          { at: 50, size: 10 },
        ],
        0,
        100,
      ),
    ).toEqual([45, 55])
  })
  it('never overlaps, never leaves the bounds, drops the least important first', () => {
    const wish = fc.record({
      at: fc.double({ min: -50, max: 250, noNaN: true }),
      size: fc.integer({ min: 4, max: 40 }),
      priority: fc.integer({ min: 0, max: 3 }),
    })
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 12 }), wishes => {
        const at = deoverlap(wishes, 0, 200)
        const placed = wishes.map((w, i) => ({ ...w, c: at[i] })).filter(w => !Number.isNaN(w.c))
        const dropped = wishes.filter((_, i) => Number.isNaN(at[i]))
        placed.sort((a, b) => a.c - b.c)
        for (const [i, w] of placed.entries()) {
          expect(w.c - w.size / 2).toBeGreaterThanOrEqual(-1e-6)
          expect(w.c + w.size / 2).toBeLessThanOrEqual(200 + 1e-6)
          if (i > 0) expect(w.c - w.size / 2).toBeGreaterThanOrEqual(placed[i - 1].c + placed[i - 1].size / 2 - 1e-6)
        }
        const least = Math.min(...placed.map(w => w.priority))
        for (const d of dropped) expect(d.priority).toBeLessThanOrEqual(least)
      }),
    )
  })
  it('skips labels that have no place', () => {
    expect(deoverlap([{ at: Number.NaN, size: 10 }], 0, 100)).toEqual([Number.NaN])
  })
})
