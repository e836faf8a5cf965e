import { expect, it } from 'vitest'
import { type Cell, outcomes, type Row, short } from './row'

const cell = (who: string, median: number): Cell => ({ who, rounds: 7, lower: median, median, upper: median })
const row = (cells: readonly Cell[], targets: Row['targets']): Row => ({ part: '', group: '', name: '', unit: 'ms', cells, targets })

it('compares with the quickest of the peers', () => {
  const cells = [cell('ours', 3), cell('a', 4), cell('b', 2)]
  const [found] = outcomes(row(cells, [{ of: 'ours', against: ['a', 'b'], atMost: 1 }]))
  expect(found).toEqual({ target: 'ours: at most 1× b', found: '1.5×', met: false })
})

it('counts speed where at least so much is asked for, and times where at most', () => {
  const cells = [cell('ours', 2), cell('numpy', 5)]
  const told = outcomes(
    row(cells, [
      { of: 'ours', against: ['numpy'], atLeast: 2.5 },
      { of: 'ours', against: ['numpy'], atLeast: 2.6 },
      { of: 'ours', against: ['numpy'], atMost: 0.4 },
    ]),
  )
  expect(told.map(o => [o.found, o.met])).toEqual([
    ['2.5×', true],
    ['2.5×', false],
    ['0.4×', true],
  ])
})

it('says what cannot be left out beside a target that is not met', () => {
  const cells = [cell('ours', 3), cell('peer', 2), cell('alone', 1.9)]
  const targets = [
    { of: 'ours', against: ['peer'], atMost: 1, floor: 'alone' },
    { of: 'ours', against: ['peer'], atMost: 2, floor: 'alone' },
    { of: 'ours', against: ['peer'], atLeast: 1, floor: 'alone' },
  ]
  expect(outcomes(row(cells, targets)).map(o => o.bound)).toEqual(['alone 0.95×', undefined, 'alone 1.05×'])
})

it('takes a value by itself where there is no peer in the target', () => {
  expect(outcomes(row([cell('ours', 401)], [{ of: 'ours', atMost: 400 }]))[0]).toEqual({
    target: 'ours: at most 400 ms',
    found: '401 ms',
    met: false,
  })
})

it('leaves open what was not measured, and says why', () => {
  const cells: Cell[] = [
    { who: 'ours', missing: 'not there yet' },
    { who: 'a', missing: 'no numpy' },
  ]
  expect(outcomes(row(cells, [{ of: 'ours', against: ['a'], atMost: 1 }]))[0]).toEqual({
    target: 'ours: at most 1× a',
    found: 'not there yet',
    met: null,
  })
  expect(outcomes(row([cell('ours', 1), cells[1]], [{ of: 'ours', against: ['a'], atMost: 1 }]))[0].met).toBe(null)
})

it('says in words what nothing measures yet', () => {
  const cells: Cell[] = [{ who: 'ours', missing: 'not there yet' }]
  expect(outcomes(row(cells, [{ of: 'ours', words: 'equal' }]))[0]).toEqual({ target: 'equal', found: 'not there yet', met: null })
})

it('writes three digits', () => {
  expect([0.01234, 1.005, 12.34, 123.4, 1234.5, Number.NaN].map(short)).toEqual(['0.0123', '1', '12.3', '123', '1,235', '–'])
})
