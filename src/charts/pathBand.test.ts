import { expect, it } from 'vitest'
import { LIGHT, landscapeChart } from './index'
import { drawBand } from './pathBand'
import { linearAxis } from './scale'
import { recordingContext } from './testing'

const PLOT = { x: 0, y: 0, width: 400, height: 320 }
/** Half the width of the widest band: an eighth of 320 pixels. */
const MOST = 40
const x = linearAxis([0, 4], [0, 400])
const y = linearAxis([0, 8], [320, 0])

/** Corners and strokes of the band of a path from (1, 4) to (3, 4). */
function bandOf(...off: readonly [number, number]) {
  const { ctx, calls } = recordingContext()
  drawBand(ctx, '#0072b2', 0, { x: [1, 3], y: [4, 4], off, length: 2 }, PLOT, x, y)
  const fills = calls.findIndex(({ name }) => name === 'fill')
  const corners = calls.slice(0, fills).filter(({ name }) => name === 'moveTo' || name === 'lineTo')
  return { corners: corners.map(({ args }) => args as [number, number]), hatched: calls.some(({ name }) => name === 'stroke') }
}

it('is as wide as the path is off the plane, in the units of either axis', () => {
  const { corners, hatched } = bandOf(0.2, 0.3)
  expect(hatched).toBe(false)
  const [xs, ys] = [0, 1].map(e => corners.map(corner => corner[e] ?? Number.NaN))
  expect(Math.min(...(xs ?? []))).toBeCloseTo(x.px(0.8), 9)
  expect(Math.max(...(xs ?? []))).toBeCloseTo(x.px(3.3), 9)
  expect(Math.min(...(ys ?? []))).toBeCloseTo(y.px(4.3), 9)
  expect(bandOf(0, 0).corners).toEqual([])
})

it('is held to a share of the picture and hatched where the path is far off, however far', () => {
  for (const far of [0.5, 12, 1e9, 1e300]) {
    const { ctx, calls } = recordingContext()
    drawBand(ctx, '#0072b2', 1, { x: [1, 3], y: [4, 4], off: [far, far], length: 2 }, PLOT, x, y)
    const clip = calls.findLastIndex(({ name }) => name === 'clip')
    const corners = calls.slice(0, clip).filter(({ name }) => name === 'moveTo' || name === 'lineTo')
    for (const { args } of corners) {
      const [px, py] = args as [number, number]
      expect(Math.max(100 - px, px - 300, Math.abs(py - 160))).toBeLessThan(1.02 * MOST)
    }
    expect(calls.slice(clip).some(({ name }) => name === 'stroke')).toBe(true)
  }
})

it('says how far an arm is off, in widths of the picture', () => {
  const words = (off: number) => {
    const { ctx, texts } = recordingContext()
    const arm = { label: 'SGD', color: 0, path: { x: [0, 1], y: [0, 1], off: [0, off], length: 2 } }
    landscapeChart(ctx, { width: 420, height: 360, theme: LIGHT }, { arms: [arm] }, { view: { x: [-1, 3], y: [-1, 3] } })
    return texts.map(({ text }) => text)
  }
  expect(words(48)).toContain('off the plane: SGD 12 picture widths')
  expect(words(0.1).some(text => text.includes('off the plane'))).toBe(false)
})

it('says it in the lower left corner, or in another where an arm is in that', () => {
  const placed = (...points: readonly (readonly [number, number])[]) => {
    const { ctx, texts } = recordingContext()
    const arms = points.map(([x, y]) => ({ label: 'A', color: 0, path: { x: [x], y: [y], off: [x > 2 ? 0 : 12], length: 1 } }))
    const { plot } = landscapeChart(ctx, { width: 720, height: 360, theme: LIGHT }, { arms }, { view: { x: [-1, 3], y: [-1, 1] } })
    const note = texts.find(({ text }) => text.startsWith('off the plane'))
    const [x, y] = [note?.x ?? Number.NaN, note?.y ?? Number.NaN]
    return [x < plot.x + plot.width / 3 ? 'left' : 'right', y > plot.y + plot.height / 2 ? 'low' : 'high']
  }
  expect(placed([1, 0])).toEqual(['left', 'low'])
  expect(placed([-0.8, -0.97])).toEqual(['left', 'high'])
  expect(placed([-0.8, -0.97], [-0.8, 0.97])).toEqual(['right', 'low'])
})
