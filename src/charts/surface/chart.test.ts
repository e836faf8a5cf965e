import { describe, expect, it } from 'vitest'
import { parseRgb } from '../color'
import { contoursOf, type Grid, surfaceShade } from '../contours'
import type { LandscapeArm } from '../landscapeChart'
import { recordingContext } from '../testing'
import { DARK, LIGHT } from '../theme'
import { surfaceChart } from './chart'
import { Drawn } from './drawn'
import { SEGMENT } from './lines'

const first = { azimuth: 0.5, elevation: 0.6, zoom: 1, shift: [0, 0] } as const
const box = { width: 430, height: 400, theme: LIGHT }
const n = 41
const gridOf = (of: (x: number, y: number) => number, half = 1): Grid => ({
  values: Float64Array.from({ length: n * n }, (_, k) => of(half * ((k % n) / 20 - 1), half * (Math.floor(k / n) / 20 - 1))),
  nx: n,
  ny: n,
  x: [-half, half],
  y: [-half, half],
})
const bowl = (x: number, y: number) => x * x + y * y
const path = (xs: number[], ys: number[]) => ({ x: xs, y: ys, length: xs.length })
const armAt = (x: number, y: number, loss?: number): LandscapeArm => ({ label: 'SGD', color: 0, path: path([-0.8, x], [-0.8, y]), loss })

function draw(grid: Grid | undefined, arms: LandscapeArm[] = [], view?: { x: readonly [number, number]; y: readonly [number, number] }) {
  const drawn = new Drawn()
  let shown = 0
  const chart = surfaceChart(
    drawn,
    () => first,
    first,
    () => shown++,
  )
  const recorder = recordingContext()
  const again = (next: Grid | undefined = grid) =>
    chart(recorder.ctx, box, { grid: next, arms }, { ...(view && { view }), xTitle: 'x', yTitle: 'y' })
  return { layout: again(), drawn, again, texts: recorder.texts.map(t => t.text), shown: () => shown, recorder }
}

describe('a landscape as a surface', () => {
  it('has the bands of the flat picture: their colours, and isolines at their levels', () => {
    const grid = { ...gridOf(bowl), border: 1 / 7 }
    const { drawn } = draw(grid)
    const { levels } = contoursOf(grid)
    expect(drawn.levels).toHaveLength(levels.length)
    const shade = surfaceShade(LIGHT, levels.length)
    for (let i = 0; i <= levels.length; i++) {
      const { r, g, b } = parseRgb(shade(i))
      expect([...drawn.shades.slice(3 * i, 3 * i + 3)].map(v => Math.round(255 * v))).toEqual([r, g, b])
    }
    // Along the first direction the bowl has the loss x².
    for (const [i, level] of levels.entries()) {
      const x = Math.sqrt(level) / 2
      if (x < 0.5) expect(drawn.mesh!.heightAt(x, 0)).toBeCloseTo(drawn.levels[i], 3)
    }
  })

  it('puts an arm on the surface where its loss is that of the plane, and over it where it is higher', () => {
    for (const [loss, stem] of [
      [0.5, 0],
      [1, 0.25],
    ] as const) {
      const { drawn } = draw(gridOf(bowl), [armAt(0.5, 0.5, loss)])
      const at = (drawn.marks.count - 1) * SEGMENT
      const [x, y, from, , , to] = drawn.marks.data.slice(at, at + 6)
      expect([x, y]).toEqual([0.25, 0.25])
      const top = drawn.mesh!.heightAt(0.5, 0.5)
      expect(from).toBeCloseTo(top / 4, 5)
      expect(to - from).toBeCloseTo(stem * top, 5)
    }
  })

  it('finds the point of the plane under a pixel, and its pixel again', () => {
    const { layout } = draw(gridOf(bowl), [armAt(0, 0)])
    const [px, py] = layout.point(0.3, 0.5)
    const [x, y] = layout.invert(px, py)
    expect(x).toBeCloseTo(0.3, 3)
    expect(y).toBeCloseTo(0.5, 3)
    expect(layout.invert(1, 1)).toEqual([Number.NaN, Number.NaN])
  })

  it('does not move when its grid is refined', () => {
    const coarse = gridOf((x, y) => bowl(x, y) + 0.1)
    const { drawn, again } = draw(coarse)
    const before = drawn.mesh!
    const m = 161
    const fine: Grid = {
      ...coarse,
      values: Float64Array.from({ length: m * m }, (_, k) => bowl((k % m) / 80 - 1, Math.floor(k / m) / 80 - 1) + 0.1),
      nx: m,
      ny: m,
    }
    again(fine)
    expect(drawn.mesh).not.toBe(before)
    for (let k = 0; k < 60; k++) {
      const [x, y] = [((k * 0.377) % 1) - 0.5, ((k * 0.619) % 1) - 0.5]
      expect(drawn.mesh!.heightAt(x, y)).toBeCloseTo(before.heightAt(x, y), 2)
    }
  })

  it('computes the surface once while nothing changes, and draws every time', () => {
    const { drawn, again, shown } = draw(gridOf(bowl), [armAt(0, 0, 0)])
    const { mesh } = drawn
    again()
    expect(drawn.mesh).toBe(mesh)
    expect(shown()).toBe(2)
  })

  it('says that it is computing where no part of the window is known, and stays a picture', () => {
    const { texts, drawn, layout } = draw(gridOf(bowl), [armAt(7, 7, 3)], { x: [5, 9], y: [5, 9] })
    expect(drawn.mesh).toBeUndefined()
    expect(texts).toContain('computing the surface')
    expect(texts).toContain('SGD')
    expect(layout.empty).toBe(false)
    expect(draw(undefined).layout.empty).toBe(true)
  })

  it('is sensible for flat grids, holes, zeros and losses up to 1e300', () => {
    const cases: ((x: number, y: number) => number)[] = [
      () => 3,
      () => 0,
      () => Number.NaN,
      (x, y) => (x > 0 ? Number.POSITIVE_INFINITY : bowl(x, y)),
      (x, y) => 1e300 * bowl(x, y),
      (x, y) => Math.exp(300 * bowl(x, y)),
      (x, y) => 1e-300 * bowl(x, y),
    ]
    for (const [i, of] of cases.entries()) {
      const { drawn, recorder } = draw(gridOf(of), [armAt(0.2, 0.2, of(0.2, 0.2)), armAt(9, 9, 1e305)])
      const { positions = new Float32Array(0), triangles = new Uint32Array(0), normals = new Float32Array(0) } = drawn.mesh ?? {}
      expect(
        triangles.every(k => positions[3 * k + 2] >= 0 && positions[3 * k + 2] <= 1),
        `case ${i}`,
      ).toBe(true)
      expect(normals.every(Number.isFinite)).toBe(true)
      expect(drawn.levels.every(v => !Number.isNaN(v))).toBe(true)
      const used = drawn.marks.data.slice(0, drawn.marks.count * SEGMENT)
      expect(used.every(Number.isFinite)).toBe(true)
      expect(
        recorder.calls.filter(({ args }) => !args.every(Number.isFinite)),
        `case ${i}`,
      ).toEqual([])
      expect(recorder.depth).toBe(0)
    }
  })

  it('takes its colours from the theme of each frame', () => {
    const drawn = new Drawn()
    const chart = surfaceChart(
      drawn,
      () => first,
      first,
      () => {},
    )
    const { ctx } = recordingContext()
    const data = { grid: gridOf(bowl), arms: [] }
    chart(ctx, box, data)
    const light = [...drawn.shades]
    const { mesh } = drawn
    chart(ctx, { ...box, theme: DARK }, data)
    expect(Math.max(...drawn.shades)).toBeLessThan(Math.min(...light))
    expect(drawn.mesh).toBe(mesh)
  })
})
