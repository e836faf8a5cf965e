import { expect, it } from 'vitest'
import { linearAxis } from './scale'
import { marksOf, related, symbolAt } from './symbolMarks'
import type { Rect } from './types'

const plot: Rect = { x: 100, y: 0, width: 200, height: 100 }
const x = linearAxis([0, 10], [100, 300])
const y = linearAxis([0, 10], [100, 0])

it('finds the mark that the pointer is on, the nearest first', () => {
  const line = { x: [0, 10], y: [2, 2], length: 2, color: 0, label: 'SGD', symbol: 'μ' }
  const other = { ...line, y: [3, 3], symbol: 'β' }
  const marks = marksOf([line, other, { ...line, symbol: '' }], [{ y: 5, symbol: '2/η' }, { y: 8 }], plot, x, y)
  expect(marks).toHaveLength(3)
  // 2 lies at pixel 80, 3 at 70, 5 at 50.
  expect(symbolAt(marks, 200, 79)).toBe('μ')
  expect(symbolAt(marks, 200, 74)).toBe('β')
  expect(symbolAt(marks, 200, 46)).toBe('2/η')
  expect(symbolAt(marks, 200, 43)).toBe('')
  expect(symbolAt(marks, 200, 20)).toBe('')
  // The name of a line stands in the margin, a threshold ends with the plot.
  expect(symbolAt(marks, 330, 79)).toBe('μ')
  expect(symbolAt(marks, 330, 50)).toBe('')
  expect(symbolAt(undefined, 200, 79)).toBe('')
})

it('finds no mark where a line has a gap', () => {
  const marks = marksOf([{ x: [0, 10], y: [Number.NaN, 2], length: 2, color: 0, label: '', symbol: 'μ' }], [], plot, x, y)
  expect(symbolAt(marks, 110, 80)).toBe('')
  expect(symbolAt(marks, 290, 80)).toBe('μ')
})

it('knows which symbols are parts of which formulas', () => {
  for (const [part, whole] of [
    ['η', '2/η'],
    ['η', '2(1+m)/η'],
    ['m', '2(1+m)/η'],
    ['m', '2(1−m)/η'],
    ['B', '√(B/μ)/η'],
    ['μ', '√(B/μ)/‖G‖'],
    ['λ₁', '2/λ₁'],
    ['η*', '2/η*'],
    ['μ', 'μ'],
  ] as const)
    expect([part, whole, related(part, whole), related(whole, part)]).toEqual([part, whole, true, true])
  for (const [a, b] of [
    ['λ₁', 'λ₁(H)'],
    ['η', '2/η*'],
    ['η', 'η*'],
    ['B', 'BS'],
    ['‖G‖', '‖G‖_F'],
    ['', '2/η'],
    ['', ''],
  ] as const)
    expect([a, b, related(a, b)]).toEqual([a, b, false])
})
