import { expect, it } from 'vitest'
import { Pace } from './pace'

/** Steps between rows, after so many rows of a run as fast as possible that takes 0.01 ms a step. */
function everyAfter(rows: number, rowMs: number, steps: number): number {
  const pace = new Pace(0, 0, steps)
  pace.stepped(100, 1)
  for (let i = 0; i < rows; i++) pace.measured(rowMs)
  return pace.every
}

it('gives measuring half of the time', () => {
  expect(everyAfter(1, 2.5, 1e6)).toBe(256)
  expect(everyAfter(1, 0.005, 1e6)).toBe(1)
})

it('measures a run that would be over in no time often enough for a curve', () => {
  expect(everyAfter(1, 20, 500)).toBe(4)
  expect(everyAfter(300, 2.5, 500)).toBe(4)
  expect(everyAfter(1, 2.5, 100)).toBe(1)
})

it('to its end where a row takes little, however long some wait for a processor', () => {
  expect(everyAfter(401, 2.5, 500)).toBe(4)
  const pace = new Pace(0, 0, 500)
  pace.stepped(100, 1)
  for (const ms of [40, 2, ...Array.from({ length: 60 }, () => 40)]) pace.measured(ms)
  expect(pace.every).toBe(4)
})

it('but for no longer than a second where rows cost more', () => {
  expect(everyAfter(51, 20, 500)).toBe(2048)
  expect(everyAfter(5, 300, 500)).toBe(32768)
})

it('keeps a cadence that is given', () => {
  const pace = new Pace(0, 7, 500)
  pace.stepped(100, 1)
  pace.measured(20)
  expect(pace.every).toBe(7)
})
