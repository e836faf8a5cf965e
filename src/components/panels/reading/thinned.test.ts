import { expect, it } from 'vitest'
import { thinned } from './thinned'

it('keeps the newest row, and evenly spaced ones before it', () => {
  expect([...thinned(5, 10)]).toEqual([0, 1, 2, 3, 4])
  expect([...thinned(10, 4)]).toEqual([0, 3, 6, 9])
  expect([...thinned(11, 4)]).toEqual([1, 4, 7, 10])
  expect([...thinned(0, 4)]).toEqual([])
})
