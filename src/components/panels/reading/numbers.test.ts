import { expect, it } from 'vitest'
import { capital, countedPercent, percent } from './numbers'

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

it('says all of what is counted', () => {
  expect([44 / 44, 9999 / 10000, 0, Number.NaN].map(countedPercent)).toEqual(['100 %', 'over 99.9 %', '0 %', '–'])
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
