import { expect, it } from 'vitest'
import { capital, percent } from './numbers'

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

it('begins a sentence with a capital letter, and leaves symbols as they are', () => {
  expect(['minibatches', 'a run', 'η drawn by hand', 'η', 'k = 3', 'μ(t)'].map(capital)).toEqual([
    'Minibatches',
    'A run',
    'η drawn by hand',
    'η',
    'k = 3',
    'μ(t)',
  ])
})
