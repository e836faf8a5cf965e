import { expect, it } from 'vitest'
import type { ChartLayout } from '../../../charts'
import { tableWithMeans, withMeans } from './means'

it('a table has the means of its lines beside them, each of its own line, and none of what no line is drawn of', () => {
  const header = ['arm', 'step', 'loss', 'lr', 'of']
  const rows = [
    ['sgd', 0, 1, 0.1, 'a'],
    ['sgd', 10, 3, 0.1, 'a'],
    ['sgd', 30, 8, 0.1, 'a'],
    ['gd', 0, 5, 0.1, 'b'],
    ['gd', 10, Number.NaN, 0.1, 'b'],
    ['gd', 20, 7, 0.1, 'b'],
    // A corner of a plan, of a step that was passed.
    ['sgd', 5, Number.NaN, 0.2, 'a'],
  ] as const
  const table = tableWithMeans({ header, rows }, 10)
  expect(table.header).toEqual([...header, 'loss_mean_10'])
  expect(table.rows.map(row => row.at(-1))).toEqual([2, 2, 8, 5, Number.NaN, 7, Number.NaN])
  expect(table.rows.map(row => row.slice(0, -1))).toEqual(rows)
})

it('a table without steps stays as it is', () => {
  const table = { header: ['arm', 'k'], rows: [['sgd', 1]] }
  expect(tableWithMeans(table, 10)).toEqual(table)
})

it('a readout has what was measured, then the means of the lines that have a name', () => {
  const mean = { steps: [0, 10, 20], values: [1, 2.5, 4], length: 3 }
  const line = { x: [0, 10, 20], y: [1, 2.5, 4], length: 3, color: 1, label: 'SGD', mean }
  const layout = { smoothed: [line, { ...line, label: '' }] } as unknown as ChartLayout
  const read = { title: 'step 10', rows: [{ label: 'SGD L', color: 1, value: '3' }] }
  expect(withMeans(read, layout, 10, 10).rows).toEqual([...read.rows, { label: 'SGD, mean over ±10 steps', color: 1, value: '2.50' }])
  // Between two rows there is nothing to read.
  expect(withMeans(read, layout, 10, 12)).toEqual(read)
})
