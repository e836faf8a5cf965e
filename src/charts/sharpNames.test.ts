import { expect, it } from 'vitest'
import { logAxis } from './scale'
import { sharpChart } from './sharpChart'
import { meets, place, placeNames } from './sharpNames'
import { recordingContext } from './testing'
import { LIGHT } from './theme'

it('tells whether a line meets a rectangle', () => {
  const rect = { x: 10, y: 10, width: 20, height: 10 }
  expect(meets(rect, 0, 0, 40, 30)).toBe(true)
  expect(meets(rect, 15, 0, 15, 40)).toBe(true)
  expect(meets(rect, 12, 12, 13, 13)).toBe(true)
  expect(meets(rect, 0, 0, 9, 40)).toBe(false)
  expect(meets(rect, 0, 30, 40, 25)).toBe(false)
  expect(meets(rect, Number.NaN, Number.NaN, 15, 15)).toBe(false)
})

it.each([240, 310, 700])('keeps the name of an arm that sinks out of the picture clear of its path, %i px wide', width => {
  const plot = { x: 50, y: 30, width, height: 200 }
  const x = logAxis([1e-6, 1e10], [plot.x, plot.x + plot.width])
  const y = logAxis([1e-6, 1e10], [plot.y + plot.height, plot.y])
  // As gradient descent leaves: v₁ grows, all else dies out, at several rates.
  for (const rate of [0.05, 0.3, 0.8])
    for (let at = 1; at < 200; at += 7) {
      const steps = Array.from({ length: at + 1 }, (_, t) => t)
      const arm = {
        label: 'GD',
        color: 1,
        sharp: steps.map(t => 1e-4 * Math.exp(0.16 * t)),
        flat: steps.map(t => 1e-3 * Math.exp(-rate * t)),
        at,
      }
      const box = { width: width + 80, height: 260, theme: LIGHT }
      const [name] = placeNames(recordingContext().ctx, box, [arm], plot, x, y)
      if (!name?.text.includes('↓')) continue
      const points = steps.map(t => [place(x, arm.sharp[t] ?? 0), place(y, arm.flat[t] ?? 0)] as const)
      const struck = points.some(([px, py], t) => t > 0 && meets(name, points[t - 1]?.[0] ?? 0, points[t - 1]?.[1] ?? 0, px, py))
      expect([rate, at, struck, name.x >= plot.x, name.x + name.width <= plot.x + plot.width + 9]).toEqual([rate, at, false, true, true])
    }
})

it.each([366, 760, 1500])('names the diagonals clear of the straight pieces of a path of few points, in %i px', width => {
  const diagonals = [
    { ratio: 13, label: 'exact mean' },
    { ratio: 0.7, label: 'bound' },
  ]
  for (const start of [1e-3, 3e-3, 6e-3, 1e-2, 2e-2, 5e-2]) {
    const ends = { sharp: [start, 60], flat: [0.9, 2e-29] }
    const { ctx, texts } = recordingContext()
    const { x, y } = sharpChart(
      ctx,
      { width, height: 640, theme: LIGHT },
      [{ label: 'GD', color: 1, ...ends, length: 2, at: 1 }],
      diagonals,
    )
    const [x0, x1] = ends.sharp.map(v => place(x, v))
    const [y0, y1] = ends.flat.map(v => place(y, v))
    for (const { label } of diagonals) {
      const name = texts.find(({ text }) => text === label)
      expect([start, label, name && meets(name, x0 ?? 0, y0 ?? 0, x1 ?? 0, y1 ?? 0)]).toEqual([start, label, false])
    }
  }
})
