import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extentOf, niceDomain, stickyDomain, union } from './domain'
import { linearAxis, logAxis } from './scale'

const anything = fc.double()

describe('extentOf and union', () => {
  it('skip what cannot be drawn', () => {
    const y = [Number.NaN, 3, Number.POSITIVE_INFINITY, -1, 0]
    expect(extentOf(y, 5)).toEqual([-1, 3])
    expect(extentOf(y, 5, true)).toEqual([3, 3])
    expect(extentOf(y, 1)).toBeUndefined()
    expect(union(undefined, [1, 2], [Number.NaN, 9], [0, 1])).toEqual([0, 2])
  })
})

describe('niceDomain', () => {
  it('rounds outwards to tick boundaries', () => {
    expect(niceDomain([0.03, 1.93])).toEqual([0, 2])
    expect(niceDomain([3e-4, 0.7], true)).toEqual([1e-4, 1])
    const [lo, hi] = niceDomain([0.3, 0.7], true)
    expect(lo).toBeCloseTo(0.2)
    expect(hi).toBeCloseTo(1)
  })
})

describe('stickyDomain', () => {
  it('does not move for data inside it', () => {
    const first = stickyDomain(undefined, [0.1, 1.7])
    expect(stickyDomain(first, [0.3, 1.5])).toBe(first)
  })
  it('grows at once and shrinks only when less than half is used', () => {
    const first = stickyDomain(undefined, [0, 2])
    const wider = stickyDomain(first, [0, 5.3])
    expect(wider[1]).toBeGreaterThanOrEqual(5.3)
    expect(stickyDomain(wider, [0, 4])).toBe(wider)
    expect(stickyDomain(wider, [0, 1.1])[1]).toBeLessThan(2)
  })
  it('counts decades on a log axis', () => {
    const first = stickyDomain(undefined, [1e-6, 1], { log: true })
    expect(stickyDomain(first, [1e-4, 1], { log: true })).toBe(first)
    expect(stickyDomain(first, [1e-2, 1], { log: true })[0]).toBeGreaterThan(1e-4)
  })
  it('always holds the hint, and starts somewhere sensible without data', () => {
    expect(stickyDomain(undefined, [0.9, 1.1], { hint: [0, 2] })).toEqual([0, 2])
    expect(stickyDomain(undefined, undefined)).toEqual([0, 1])
    expect(stickyDomain(undefined, undefined, { log: true })).toEqual([0.1, 10])
  })
  it('is a finite, increasing range that holds the data, for any data and any past', () => {
    fc.assert(
      fc.property(anything, anything, anything, anything, fc.boolean(), (a, b, c, d, log) => {
        const extent = extentOf([a, b], 2, log)
        const before = extentOf([c, d], 2, log)
        const [lo, hi] = stickyDomain(before && niceDomain(before, log), extent, { log })
        expect(Number.isFinite(lo) && Number.isFinite(hi) && lo < hi).toBe(true)
      }),
    )
  })
})

describe('axes', () => {
  it('give back what they were given', () => {
    const x = linearAxis([-2, 6], [10, 330])
    expect(x.px(2)).toBeCloseTo(170)
    expect(x.value(x.px(1.25))).toBeCloseTo(1.25)
    const y = logAxis([1e-3, 10], [200, 0])
    expect(y.px(0.1)).toBeCloseTo(100)
    expect(y.value(y.px(0.02))).toBeCloseTo(0.02)
    expect(y.px(0)).toBeNaN()
    expect(y.px(-1)).toBeNaN()
  })
  it('never leave finite pixels for finite values', () => {
    fc.assert(
      fc.property(anything, anything, fc.double({ noNaN: true, noDefaultInfinity: true }), (a, b, v) => {
        expect(Number.isFinite(linearAxis([a, b], [0, 100]).px(v))).toBe(true)
        expect(Number.isFinite(logAxis([a, b], [0, 100]).px(Math.abs(v) || 1))).toBe(true)
      }),
    )
  })
})
