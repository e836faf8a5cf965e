import fc from 'fast-check'
import { expect, it } from 'vitest'
import { crossings, freePlace, occupiedBy } from './freePlace'
import type { Ref, Series } from './index'
import { LIGHT, lineChart } from './index'
import { makeAxis } from './scale'
import { recordingContext } from './testing'

const BOX = { width: 400, height: 220, theme: LIGHT }
const steps = (n: number) => Float64Array.from({ length: n }, (_, i) => i)
const line = (y: readonly number[], label = ''): Series => ({ x: steps(y.length), y, length: y.length, color: 1, label })

/** Where a chart writes a name, and what its lines pass through. */
function drawn(series: readonly Series[], refs: readonly Ref[], name: string, previous?: ReturnType<typeof lineChart>) {
  const { ctx, texts } = recordingContext()
  const layout = lineChart(ctx, BOX, { series, refs }, { yDomain: [0, 2], labels: 'none', previous })
  const text = texts.find(t => t.text === name)!
  const { plot, x, y } = layout
  return { layout, text, crossed: crossings(occupiedBy(series, [], plot, x, y), plot, text) }
}

const REF: Ref = { y: 1, label: 'isotropic · SGD 2×' }

it('leaves a name at the right end of its line where nothing is in the way', () => {
  const { text, layout } = drawn([line([0.2, 0.3, 0.1, 0.2])], [REF], REF.label!)
  expect(text.x + text.width).toBeCloseTo(layout.plot.x + layout.plot.width - 4)
  expect(layout.refPlaces?.size).toBe(0)
})

it('finds a place for a name beside curves that run along its line', () => {
  // One curve close over the line at the right, another close under it at the left.
  const over = [0.2, 0.2, 0.2, 0.2, 1.06, 1.06, 1.06, 1.06, 1.06, 1.06]
  const under = [0.94, 0.94, 0.94, 0.94, 0.94, 0.94, 0.2, 0.2, 0.2, 0.2]
  const { crossed, text, layout } = drawn([line(over), line(under)], [REF], REF.label!)
  expect(crossed).toBe(0)
  // Still beside its line.
  expect(Math.min(Math.abs(text.y - layout.y.px(1)), Math.abs(text.y + text.height - layout.y.px(1)))).toBeLessThan(7)
  expect(layout.refPlaces?.size).toBe(1)
})

it('keeps a name clear of the other reference lines', () => {
  const near = { y: 1.09, label: '2/η (GD)' }
  const { text, layout } = drawn([line([0.2, 0.2])], [{ ...REF, label: 'longer than the other' }, near], 'longer than the other')
  expect(layout.y.px(near.y) < text.y || layout.y.px(near.y) > text.y + text.height).toBe(true)
})

it('keeps a name where it stood as long as that is free', () => {
  const over = line([0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 1.06, 1.06, 1.06, 1.06])
  const under = line([0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.94, 0.94, 0.94, 0.94])
  const first = drawn([over, under], [REF], REF.label!)
  const next = drawn([over], [REF], REF.label!, first.layout)
  expect(next.crossed).toBe(0)
  expect(next.text.x).toBe(first.text.x)
  expect(drawn([over], [REF], REF.label!).text.x).not.toBe(first.text.x)
})

it('keeps a name by the line that it names, wherever that is', () => {
  const named = line([1.8, 1.8, 1.8, 1.8, 1.8, 1, 1, 1, 1, 1])
  const beside = line([0.2, 0.2, 0.2, 0.2, 0.2, 1.05, 0.94, 1.06, 0.95, 1.05])
  const { crossed, text, layout } = drawn([named, beside], [{ ...REF, names: named }], REF.label!)
  expect(crossed).toBe(0)
  const height = layout.y.px(1.8)
  expect(Math.min(Math.abs(text.y - height), Math.abs(text.y + text.height - height))).toBeLessThan(7)
})

it('crosses no more columns than any other place would, and never another name', () => {
  const values = fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 2, maxLength: 12 })
  const plot = { x: 30, y: 10, width: 300, height: 160 }
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), fc.double({ min: 0.4, max: 1.6, noNaN: true }), (curves, at) => {
      const [x, y] = [makeAxis(false, [0, 11], [30, 330]), makeAxis(false, [0, 2], [170, 10])]
      const occupied = occupiedBy(
        curves.map(c => line(c)),
        [],
        plot,
        x,
        y,
      )
      const usual = { x: 226, y: y.px(at) - 15, width: 100, height: 14 }
      const taken = [{ x: 130, y: usual.y, width: 60, height: 30 }]
      const { box, place } = freePlace(occupied, plot, () => y.px(at), usual, taken, undefined)
      const cost = crossings(occupied, plot, box)
      expect(cost).toBeLessThanOrEqual(crossings(occupied, plot, usual))
      if (place < 0) return
      for (const other of taken)
        expect(box.x + box.width <= other.x || other.x + other.width <= box.x || box.y + box.height <= other.y).toBe(true)
    }),
  )
})
