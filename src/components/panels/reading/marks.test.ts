import { expect, it } from 'vitest'
import { subscript } from '../../../lib/digits'
import type { Scenario } from '../../../scenario'
import { armName } from '../../../scenario'
import { scenarioWith } from '../testing/view.fixture'
import { changeMarks, changesOf } from './events'
import { texNumber } from './texNumber'

it('makes a mark of every change, however close, and names what changed', () => {
  const base = scenarioWith('linear-anisotropic')
  const events: Scenario['events'] = [
    { step: 100, arm: 'sgd', field: 'eta', value: 0.55 },
    { step: 104, arm: 'sgd', field: 'eta', value: 0.62 },
    { step: 400, arm: 'sgd', field: 'eta', value: 0.4 },
    { step: 500, arm: '', field: 'B', value: 8 },
  ]
  expect(changeMarks({ ...base, events })).toEqual([
    { x: 100, label: 'SGD η 0.5 → 0.55' },
    { x: 104, label: 'SGD η 0.55 → 0.62' },
    { x: 400, label: 'SGD η 0.62 → 0.4' },
    { x: 500, label: 'B 4 → 8' },
  ])
})

it('draws powers of ten on marks, and speaks them plainly', () => {
  const events: Scenario['events'] = [{ step: 100, arm: 'sgd', field: 'eta', value: 2e-4 }]
  const [change] = changesOf({ ...scenarioWith('linear-anisotropic'), events })
  expect([change?.label, change?.spoken]).toEqual(['SGD η 0.5 → 2·10⁻⁴', 'SGD η 0.5 → 2.00e-4'])
})

it('writes numbers as TeX', () => {
  expect([1.0684, 0.00012345, -4e9, 0, 12, Number.NaN, Number.POSITIVE_INFINITY].map(v => texNumber(v))).toEqual([
    '1.07',
    '1.23\\cdot10^{-4}',
    '-4.00\\cdot10^{9}',
    '0',
    '12',
    '\\text{–}',
    '\\infty',
  ])
})

it('names arms and indices', () => {
  expect(['sgd', 'gd', 'sgd2'].map(armName)).toEqual(['SGD', 'GD', 'SGD 2'])
  expect(subscript(120)).toBe('₁₂₀')
})
