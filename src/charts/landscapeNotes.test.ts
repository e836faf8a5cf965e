import { expect, it } from 'vitest'
import { type Drawn, drawNotes, offPlane, scalesNote } from './landscapeNotes'
import { recordingContext } from './testing'
import { LIGHT } from './theme'
import type { Rect } from './types'

const plot = { x: 40, y: 10, width: 600, height: 300 }

it('says by how much the scales of even axes differ, and nothing where they hardly do', () => {
  // 60 pixels per unit across; 30, 60, 62 and 600 up.
  expect(scalesNote({ x: [-5, 5], y: [-5, 5] }, plot)).toEqual(['a length is 2× as long across as up'])
  expect(scalesNote({ x: [-5, 5], y: [0, 5] }, plot)).toEqual([])
  expect(scalesNote({ x: [-5, 5], y: [0, 4.84] }, plot)).toEqual([])
  expect(scalesNote({ x: [-5, 5], y: [1, 1.5] }, plot)).toEqual(['a length is 10× as long up as across'])
})

it('leaves bent axes, which have no one scale, empty ones and low plots alone', () => {
  expect(scalesNote({ x: [-5, 5], y: [-5, 5] }, { ...plot, height: 80 })).toEqual([])
  expect(scalesNote({ x: [-5, 5], y: [-1, 1], core: 0.1 }, plot)).toEqual([])
  expect(scalesNote({ x: [0, 0], y: [0, 0] }, plot)).toEqual([])
})

const line = (...points: readonly (readonly [number, number])[]): Drawn => ({ length: points.length, at: i => points[i] ?? [0, 0] })

/** The corner of the plot that notes stand in, among what covers it and lines. */
function cornerOf(covered: readonly { x: number; y: number }[], ...drawn: readonly Drawn[]): string {
  return cornerIn(plot, covered, drawn)
}

function cornerIn(plot: Rect, covered: readonly { x: number; y: number }[], drawn: readonly Drawn[]): string {
  const { ctx, texts } = recordingContext()
  const around = covered.map(({ x, y }) => ({ x: x - 5, y: y - 5, width: 10, height: 10 }))
  drawNotes(ctx, LIGHT, ['ellipses ×50'], plot, around, drawn)
  const { x = 0, y = 0 } = texts[0] ?? {}
  return `${y > plot.y + plot.height / 2 ? 'lower' : 'upper'} ${x < 340 ? 'left' : 'right'}`
}

it('stand in a corner that no arm is in, and the fewest lines run through', () => {
  const [lowerLeft, lowerRight, upperLeft, upperRight] = [
    { x: 60, y: 300 },
    { x: 620, y: 300 },
    { x: 60, y: 18 },
    { x: 620, y: 18 },
  ]
  // A straight piece from one border to the other has no point in the corners that it runs through.
  const along = (y: number) => line([0, y], [700, y])
  expect(cornerOf([])).toBe('lower left')
  expect(cornerOf([lowerLeft])).toBe('upper left')
  expect(cornerOf([], along(300))).toBe('upper left')
  expect(cornerOf([upperLeft], along(300))).toBe('upper right')
  expect(cornerOf([upperLeft, upperRight], along(300))).toBe('lower left')
  expect(cornerOf([lowerLeft, upperLeft, upperRight], along(300))).toBe('lower right')
  expect(cornerOf([lowerLeft, lowerRight, upperLeft, upperRight])).toBe('lower left')
  expect(cornerOf([], along(300), along(301), along(18))).toBe('upper left')
})

it('stand in another corner of a low plot too', () => {
  const low = { ...plot, height: 45 }
  expect(cornerIn(low, [], [])).toBe('lower left')
  expect(cornerIn(low, [{ x: 60, y: 50 }], [])).toBe('upper left')
  expect(
    cornerIn(
      low,
      [
        { x: 60, y: 50 },
        { x: 60, y: 15 },
      ],
      [],
    ),
  ).toBe('lower right')
})

it('are broken into shorter lines where that frees them of arms and lines', () => {
  const written = (height: number, ...covered: readonly { x: number; y: number; width: number; height: number }[]) => {
    const { ctx, texts } = recordingContext()
    drawNotes(ctx, LIGHT, ['ellipses ×50', 'a length is 3× as long across as up'], { ...plot, width: 400, height }, covered, [])
    return texts.map(({ text }) => text)
  }
  const joined = ['ellipses ×50 · a length is 3× as long across as up']
  const right = { x: 320, y: 0, width: 120, height: 400 }
  expect(written(300)).toEqual(joined)
  expect(written(300, right)).toEqual(['ellipses ×50', 'a length is 3× as long across as up'])
  expect(written(300, { ...right, x: 240, width: 200 })).toEqual(['ellipses ×50', 'a length is 3× as', 'long across as up'])
  // Nowhere free, or too low for more lines.
  expect(written(300, { ...right, x: 50, width: 390 })).toEqual(joined)
  expect(written(60, right)).toEqual(joined)
})

it('say how far each arm is off the plane, or in a narrow plot how far the furthest is', () => {
  const arm = (label: string, off: number) => ({ label, path: { x: [0.5], y: [0.5], off: [off], length: 1 } })
  const arms = [arm('SGD', 0.4), arm('GD', 3), arm('near', 0.01)]
  const domain = { x: [0, 1], y: [0, 1] } as const
  expect(offPlane(arms, domain, () => true)).toEqual(['off the plane: SGD 0.40, GD 3 picture widths'])
  expect(offPlane(arms, domain, () => false)).toEqual(['off the plane: up to 3 picture widths'])
  expect(offPlane([arm('near', 0.01)], domain, () => false)).toEqual([])
})
