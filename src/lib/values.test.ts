import { expect, it } from 'vitest'
import { elementAt, firstAndLast, numberAt } from './values'

it('reads numbers, elements and ends, and says what is not there', () => {
  expect([numberAt([1, 2], 1), numberAt(Float64Array.of(1), 1), numberAt([], -1)]).toEqual([2, Number.NaN, Number.NaN])
  expect(elementAt(['a', 'b'], 1)).toBe('b')
  expect(() => elementAt(['a'], 1)).toThrow('there is no element 1 among 1')
  expect([firstAndLast([]), firstAndLast([3]), firstAndLast([3, 4, 5], 2)]).toEqual([undefined, [3, 3], [3, 4]])
})
