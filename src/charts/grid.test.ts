import { describe, expect, it } from 'vitest'
import { calmRange } from './calmRange'
import { gridLineChart } from './gridLineChart'
import { gridBorders, gridMapChart } from './gridMapChart'
import { recordingContext } from './testing'
import { LIGHT } from './theme'

const box = { width: 400, height: 260, theme: LIGHT }
const log = { at: [1, 4, 16], names: null, log: true, title: 'B' }
const even = { at: [0, 1, 3], names: null, log: false, title: 'x' }
const choices = { at: [0, 1], names: ['with', 'without'], log: false, title: 'sampling' }

describe('a calm range', () => {
  it('is that of the numbers, however far they go on an even scale', () => {
    expect(calmRange([3, Number.NaN, -1, 1e9, Number.POSITIVE_INFINITY], false)).toEqual({ range: [-1, 1e9], below: false, above: false })
    expect(calmRange([Number.NaN], false)).toBeUndefined()
  })
  it('goes three powers of ten from the median at most on a logarithmic one, and says what lies beyond', () => {
    expect(calmRange([0, 1, 2, 4, 1e96], true)).toEqual({ range: [1, 2000], below: false, above: true })
    expect(calmRange([1e-20, 1, 2], true)).toEqual({ range: [0.001, 2], below: true, above: false })
    expect(calmRange([-1, 0], true)).toBeUndefined()
  })
})

it('borders of cells lie halfway to their neighbours, in the logarithm on a log axis', () => {
  expect(gridBorders(log)).toEqual([
    [0.5, 2],
    [2, 8],
    [8, 32],
  ])
  expect(gridBorders(even)).toEqual([
    [-0.5, 0.5],
    [0.5, 2],
    [2, 4],
  ])
  expect(gridBorders(choices)).toEqual([
    [-0.5, 0.5],
    [0.5, 1.5],
  ])
  expect(gridBorders({ ...log, at: [4] })).toEqual([[2, 8]])
})

it('a map puts every cell between the borders of its values, and marks one without a number', () => {
  const { ctx, calls } = recordingContext()
  const cells = [
    { column: 0, row: 0, value: 1 },
    { column: 2, row: 1, value: 9 },
    { column: 1, row: 0, value: Number.NaN },
  ]
  const { x, y, plot } = gridMapChart(ctx, box, { x: log, y: choices, cells, label: 'L', color: 0, log: false })
  expect([x.px(0.5), x.px(32)]).toEqual([plot.x, plot.x + plot.width])
  expect(y.px(-0.5)).toBeCloseTo(plot.y + plot.height, 9)
  const rects = calls.filter(({ name }) => name === 'fillRect').map(({ args }) => args)
  const has = (left: number, top: number) => rects.some(([a = 0, b = 0]) => Math.abs(a - left) < 1e-6 && Math.abs(b - top) < 1e-6)
  expect(has(x.px(0.5), y.px(0.5))).toBe(true)
  expect(has(x.px(8), y.px(1.5))).toBe(true)
  expect(has(x.px(2), y.px(0.5))).toBe(false)
})

it('lines keep runs that have left from hiding the others, and choices stand at their names', () => {
  const { ctx } = recordingContext()
  const none = [Number.NaN, Number.NaN, Number.NaN]
  const one = { label: 'SGD', color: 0, mid: [1, 2, 1e96], lo: none, hi: none }
  const { y, hits } = gridLineChart(ctx, box, { x: log, series: [one] }, { yTitle: 'L', yLog: true })
  expect(y.domain[1]).toBeLessThan(1e5)
  expect(hits.map(({ index }) => index)).toEqual([0, 1, 2])
  const named = gridLineChart(ctx, box, { x: choices, series: [{ ...one, mid: [1, 2] }] }, { yTitle: 'L', yLog: false })
  expect(named.x.px(0)).toBeCloseTo(named.plot.x + named.plot.width / 4, 6)
  expect(gridLineChart(ctx, box, { x: log, series: [] }, { yTitle: 'L', yLog: false, waiting: 'nothing yet' }).empty).toBe(true)
})
