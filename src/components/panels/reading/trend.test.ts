import { expect, it } from 'vitest'
import { logSlope } from './trend'

it('fits the slope of a logarithm', () => {
  const x = [0, 2, 4, 6, 8, 10]
  expect(
    logSlope(
      x,
      x.map(v => 3 * 10 ** (-0.25 * v)),
      5,
    )!.perStep,
  ).toBeCloseTo(-0.25, 12)
  expect(logSlope([0, 1], [1, 1], 1)).toBeUndefined()
})
