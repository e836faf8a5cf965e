import { describe, expect, it } from 'vitest'
import { indexAt } from './annotations'
import { describeSeries } from './describe'
import { hitAt } from './hover'
import { linearAxis } from './scale'
import { stepAtPixel } from './timeline'
import type { Series } from './types'

const series = (label: string, ...y: number[]): Series => ({ label, color: 0, y, x: y.map((_, i) => i * 10), length: y.length })
it('indexAt is the nearest x', () => {
  const x = [0, 10, 20, 40]
  expect([-5, 4, 6, 29, 31, 99].map(v => indexAt(x, 4, v))).toEqual([0, 0, 1, 2, 3, 3])
  expect(indexAt(x, 0, 3)).toBe(-1)
})

it('hitAt takes the nearest mark within reach', () => {
  const hit = (x: number, label: string) => ({ x, y: 10, radius: 4, label, kind: 'dot' as const })
  expect(hitAt([hit(10, 'a'), hit(16, 'b')], 14, 10)?.label).toBe('b')
  expect(hitAt([hit(10, 'a')], 40, 10)).toBeUndefined()
})

it('stepAtPixel gives whole steps within the run', () => {
  const axis = linearAxis([0, 90], [10, 910])
  expect([0, 10, 460, 465, 2000].map(px => stepAtPixel(axis, px))).toEqual([0, 0, 45, 46, 90])
})

describe('describeSeries', () => {
  it('says what happens in one sentence', () => {
    const s = { ...series('SGD', 0.52, 0.2, 0.001), x: [0, 45, 90] }
    expect(describeSeries([s], { name: 'loss' })).toBe('SGD: loss falls from 0.52 to 1.0e-3 over 90 steps.')
    expect(describeSeries([series('GD', 1, 1.3, 1.01)], { name: 'μ' })).toBe('GD: μ stays near 1 (between 1 and 1.3) over 20 steps.')
    const one = { ...series('SGD', 2, 1), x: [0, 1] }
    expect(describeSeries([one], { name: 'loss' })).toBe('SGD: loss falls from 2 to 1 over 1 step.')
  })
  it('names divergence and missing data', () => {
    expect(describeSeries([series('GD', 1, 10, Number.NaN)], { name: 'loss' })).toContain('no longer finite after 10')
    expect(describeSeries([series('GD', Number.NaN)], { name: 'loss' })).toBe('GD: no loss measured yet.')
    expect(describeSeries([], { name: 'loss' })).toBe('No loss measured yet.')
  })
})
