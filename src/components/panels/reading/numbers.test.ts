import { expect, it } from 'vitest'
import { percent } from './numbers'

it('rounds shares without claiming all', () => {
  expect([0.981, 0.9991, 0.99999, 1, 0.002, Number.NaN].map(percent)).toEqual([
    '98 %',
    '99.9 %',
    'over 99.9 %',
    'over 99.9 %',
    'under 1 %',
    '–',
  ])
})
