import { expect, it } from 'vitest'
import { fitLine } from './fit'

it('finds an exact line, without error', () => {
  const line = fitLine([1, 2, 5], [1, 4, 13])!
  expect(line.slope).toBeCloseTo(3, 14)
  expect(line.intercept).toBeCloseTo(-2, 13)
  expect(line.slopeError).toBeCloseTo(0, 13)
})

it('agrees with the textbook on scattered points, and leaves out what is not finite', () => {
  // x = 1…5, y = 2, 4, 5, 4, 5: slope 0.6, residuals −0.8, 0.6, 1, −0.6, −0.2, so that s² = 2.4/3 and se = √(0.8/10).
  const line = fitLine([1, 2, 3, 4, 5, 6, Number.NaN], [2, 4, 5, 4, 5, Number.NEGATIVE_INFINITY, 1])!
  expect(line.slope).toBeCloseTo(0.6, 14)
  expect(line.intercept).toBeCloseTo(2.2, 14)
  expect(line.slopeError).toBeCloseTo(Math.sqrt(0.08), 14)
  expect(line.count).toBe(5)
})

it('has no line through one point or a vertical', () => {
  expect(fitLine([1], [1])).toBeNull()
  expect(fitLine([2, 2], [1, 3])).toBeNull()
  expect(fitLine([0, 1], [0, 1])!.slopeError).toBeNaN()
})
