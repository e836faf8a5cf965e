import { expect, it } from 'vitest'
import { powerLaw, quartiles } from './stats'

it('takes the middle and the quarters, between neighbours where none is there', () => {
  expect(quartiles([5, 1, 2, 4, 3])).toEqual({ lower: 2, median: 3, upper: 4 })
  expect(quartiles([4, 1])).toEqual({ lower: 1.75, median: 2.5, upper: 3.25 })
  expect(quartiles([7])).toEqual({ lower: 7, median: 7, upper: 7 })
})

it('finds the power in a power law, whatever the factor', () => {
  const n = [10, 100, 1000]
  const fit = powerLaw(
    n,
    n.map(v => 3 * v ** 2.5),
  )
  expect(fit.exponent).toBeCloseTo(2.5, 12)
  expect(fit.factor).toBeCloseTo(3, 10)
})

it('draws the least-squares line through points off a line: slope cov/var in logarithms', () => {
  // log y = 0, 0, 3 over log x = 0, 1, 2: slope 3/2.
  expect(powerLaw([1, Math.E, Math.E ** 2], [1, 1, Math.E ** 3]).exponent).toBeCloseTo(1.5, 12)
})
