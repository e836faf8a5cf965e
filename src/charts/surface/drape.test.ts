import { describe, expect, it } from 'vitest'
import { makeAxis } from '../scale'
import type { Point3 } from './camera'
import { drape, inScene } from './drape'
import { LineList, SEGMENT } from './lines'
import { cutGrid, meshOf } from './mesh'

const window = { x: [-1, 3], y: [0, 2] } as const
const bowl = (x: number, y: number) => (x - 1) ** 2 / 4 + (y - 1) ** 2
function meshIn(of = bowl) {
  const n = 61
  const values = Float64Array.from({ length: n * n }, (_, k) => of(-1 + (4 * (k % n)) / (n - 1), (2 * Math.floor(k / n)) / (n - 1)))
  const cut = cutGrid({ values, nx: n, ny: n, x: [-1, 3], y: [0, 2] }, window)
  if (!cut) throw new Error('no cut')
  return meshOf(cut, makeAxis(false, [0, 2], [0, 0.5]))
}
function laid(xs: number[], ys: number[], mesh = meshIn()): [Point3, Point3, number][] {
  const out: [Point3, Point3, number][] = []
  drape(mesh, window, { x: xs, y: ys, length: xs.length }, (a, b, i) => out.push([a, b, i]))
  return out
}
const length = (pieces: readonly (readonly [Point3, Point3, number])[]) =>
  pieces.reduce((sum, [a, b]) => sum + Math.hypot(b[0] - a[0], b[1] - a[1]), 0)

describe('a path on the surface', () => {
  it('lies on it all along, not only at its points', () => {
    const pieces = laid([-1, 3, 1], [0, 2, 2])
    expect(pieces.length).toBeGreaterThan(150)
    for (const ends of pieces) {
      for (const [x, y, z] of ends.slice(0, 2) as Point3[]) expect(z).toBeCloseTo(bowl(1 + 4 * x, 1 + 2 * y) / 4, 3)
    }
    expect(length(pieces)).toBeCloseTo(Math.SQRT2 + 0.5, 9)
    expect(new Set(pieces.map(([, , i]) => i))).toEqual(new Set([1, 2]))
  })

  it('ends at the window’s border, and begins again where it comes back', () => {
    const pieces = laid([1, 1, 1], [1, 5, 1])
    expect(length(pieces)).toBeCloseTo(1, 9)
    expect(Math.max(...pieces.flatMap(([a, b]) => [a[1], b[1]]))).toBe(0.5)
    expect(laid([9, 9], [0, 2])).toEqual([])
    expect(laid([-9, 9], [-1, -1])).toEqual([])
  })

  it('has a gap where a point is no number, and where the surface has a hole', () => {
    expect(length(laid([-1, 1, Number.NaN, 1, 3], [1, 1, 1, 1, 1]))).toBeCloseTo(1, 9)
    expect(length(laid([-1, Number.POSITIVE_INFINITY, 3], [1, 1, 1]))).toBe(0)
    const pieces = laid(
      [-1, 3],
      [1, 1],
      meshIn((x, y) => (Math.abs(x - 1) < 0.2 ? Number.NaN : bowl(x, y))),
    )
    expect(length(pieces)).toBeGreaterThan(0.8)
    expect(length(pieces)).toBeLessThan(0.96)
  })

  it('is laid in longer pieces where it would be too many', () => {
    const n = 9000
    const zigzag = Array.from({ length: n }, (_, i) => (i % 2 ? 3 : -1))
    expect(
      laid(
        zigzag,
        zigzag.map(() => 1),
      ).length,
    ).toBeLessThan(30_000)
  })

  it('takes moves that nobody sees together, and keeps the last one', () => {
    const xs = Array.from({ length: 1001 }, (_, i) => 1 + i * 1e-5)
    const pieces = laid(
      xs,
      xs.map(() => 1),
    )
    expect(pieces.length).toBeLessThan(10)
    expect(length(pieces)).toBeCloseTo(0.01 / 4, 9)
    expect(pieces.at(-1)?.[2]).toBe(1000)
  })

  it('stands in the scene where its window puts it', () => {
    expect(inScene(window, -1, 2)).toEqual([-0.5, 0.5])
    expect(inScene(window, 1, 1)).toEqual([0, 0])
  })
})

it('a list of lines keeps what was added, grows, and leaves out what is no number', () => {
  const list = new LineList()
  const color = { r: 255, g: 0, b: 51 }
  for (let i = 0; i < 1000; i++) list.add([i, 0, 0], [i, 1, 2], { color, alpha: 0.5, width: 3, behind: 0.25 })
  list.add([Number.NaN, 0, 0], [0, 0, 0], { color })
  expect(list.count).toBe(1000)
  expect([...list.data.slice(999 * SEGMENT, 1000 * SEGMENT)]).toEqual([999, 0, 0, 999, 1, 2, 1, 0, Math.fround(0.2), 0.5, 3, 0.25])
  list.clear()
  expect(list.count).toBe(0)
})
