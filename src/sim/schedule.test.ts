import fc from 'fast-check'
import { expect, it } from 'vitest'
import { learningRate } from './schedule'

const rate = (schedule: 'constant' | 'step' | 'cosine' | 'triangular', t: number, period = 100, floor = 0.1, eta = 0.8) =>
  learningRate({ eta, schedule, period, floor }, t)

it('constant keeps η', () => {
  for (const t of [0, 1, 99, 1e6]) expect(rate('constant', t)).toBe(0.8)
})

it('step multiplies by the floor once per period', () => {
  expect([0, 99, 100, 199, 200, 350].map(t => rate('step', t, 100, 0.5))).toEqual([0.8, 0.8, 0.4, 0.4, 0.2, 0.1])
})

it('cosine goes from η over the mean to the floor and stays there', () => {
  expect(rate('cosine', 0)).toBe(0.8)
  expect(rate('cosine', 50)).toBeCloseTo((0.8 + 0.08) / 2, 15)
  expect(rate('cosine', 25)).toBeCloseTo(0.08 + (0.72 * (1 + Math.SQRT1_2)) / 2, 15)
  for (const t of [100, 101, 5000]) expect(rate('cosine', t)).toBeCloseTo(0.08, 16)
})

it('triangular climbs from the floor to η in half a period, and back', () => {
  expect([0, 50, 100, 150, 200].map(t => rate('triangular', t))).toEqual([0.8 * 0.1, 0.8, 0.8 * 0.1, 0.8, 0.8 * 0.1])
  for (const t of [25, 75, 125]) expect(rate('triangular', t)).toBeCloseTo((0.8 + 0.08) / 2, 15)
  // An odd period has no step at its peak: the two beside it are equal.
  expect(rate('triangular', 2, 5)).toBeCloseTo(rate('triangular', 3, 5), 15)
  expect(rate('triangular', 7, 1)).toBeCloseTo(0.08, 15)
})

it('is never negative and never above η; cosine and triangular never fall below floor·η', () => {
  const any = fc.record({
    schedule: fc.constantFrom('constant', 'step', 'cosine', 'triangular'),
    t: fc.nat(1e6),
    period: fc.integer({ min: 1, max: 1e5 }),
    floor: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(any, ({ schedule, t, period, floor }) => {
      const factor = learningRate({ eta: 1, schedule, period, floor }, t)
      expect(factor).toBeGreaterThanOrEqual(schedule === 'step' ? 0 : floor * (1 - 1e-15))
      expect(factor).toBeLessThanOrEqual(1 + 1e-15)
    }),
    { numRuns: 500, seed: 1 },
  )
})
