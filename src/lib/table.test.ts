import { expect, it } from 'vitest'
import { Table } from './table'

const rows = (from: number, to: number) => Float64Array.from({ length: 2 * (to - from) }, (_, i) => (i % 2 ? 10 : 1) * (from + (i >> 1)))

it('keeps rows by column, takes known ones anew, and stays within its capacity', () => {
  const table = new Table(2, 8)
  table.append(rows(0, 5))
  table.append(rows(3, 7))
  expect([...table.column(0)]).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(table.value(table.indexOf(4.5), 1)).toBe(40)
  table.append(Float64Array.of(2, -1, 2.5, -1))
  expect([...table.column(1)]).toEqual([0, 10, -1, 30, 40, 50, 60])
  table.append(rows(2, 3))
  table.append(rows(7, 30))
  expect(table.length).toBeLessThanOrEqual(8)
  expect(table.column(0).at(-1)).toBe(29)
  expect([...table.column(1)]).toEqual([...table.column(0)].map(v => 10 * v))
  table.truncate(20)
  expect(table.column(0).at(-1)).toBeLessThanOrEqual(20)
  expect(table.indexOf(-1)).toBe(-1)
})
