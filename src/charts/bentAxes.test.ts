import { describe, expect, it } from 'vitest'
import { evenlySpaced } from '../lib/bent'
import { numberAt } from '../lib/values'
import { asinhTicks } from './asinhAxis'
import { contoursOf, drawContours, type Grid } from './contours'
import { landscapeChart } from './landscapeChart'
import { bentDomain, type PlaneDomain, planeAxis, straightDomain } from './planeDomain'
import { Drawn, surfaceChart } from './surface'
import { cutGrid, meshOf } from './surface/mesh'
import { recordingContext } from './testing'
import { LIGHT } from './theme'

const CORE = 0.01
const WINDOW: PlaneDomain = { x: [-40, 3000], y: [-2, 500], core: CORE }
const BOX = { width: 480, height: 420, theme: LIGHT }
/** A loss whose contours are circles, whatever the axes are. */
const loss = (x: number, y: number) => Math.log(1 + (x * x + y * y) / CORE ** 2)

function gridOf(count: number): Grid {
  const [xs, ys] = [evenlySpaced(-40, 3000, count, CORE), evenlySpaced(-2, 500, count, CORE)]
  const values = Float64Array.from({ length: count * count }, (_, k) => loss(numberAt(xs, k % count), numberAt(ys, Math.floor(k / count))))
  return { values, nx: count, ny: count, ...WINDOW }
}

describe('axes that are logarithmic on both sides of zero', () => {
  it('place values by asinh, and read them back', () => {
    const axis = planeAxis(WINDOW, 'x', [10, 410])
    for (const v of [-40, -1, -0.003, 0, 0.02, 5, 3000]) {
      const share = (Math.asinh(v / CORE) + Math.asinh(4000)) / (Math.asinh(300000) + Math.asinh(4000))
      expect(axis.px(v)).toBeCloseTo(10 + 400 * share, 9)
      expect(axis.value(axis.px(v))).toBeCloseTo(v, 8)
    }
    expect(straightDomain(bentDomain(WINDOW), CORE).x[1]).toBeCloseTo(3000, 8)
  })

  it('have ticks in true units, zero and powers of ten before all others, none too near another', () => {
    const axis = planeAxis(WINDOW, 'x', [0, 400])
    const ticks = asinhTicks(axis, CORE, 40, 10)
    expect(ticks.map(t => t.label)).toEqual(['−10', '−1', '−0.1', '0', '0.1', '1', '10', '100', '1000'])
    const px = ticks.map(t => axis.px(t.value))
    for (const [i, at] of px.slice(1).entries()) expect(at - numberAt(px, i)).toBeGreaterThanOrEqual(40)
    // Where neither zero nor a decade is in view, and within the core, as on any axis.
    const near = planeAxis({ x: [1.2, 1.5], y: [0, 1], core: CORE }, 'x', [0, 400])
    expect(asinhTicks(near, CORE, 60, 8).map(t => t.label)).toEqual(['1.20', '1.25', '1.30', '1.35', '1.40', '1.45', '1.50'])
    const inside = planeAxis({ x: [-0.5, 0.5], y: [0, 1], core: 1 }, 'x', [0, 400])
    expect(asinhTicks(inside, 1, 60, 8).map(t => t.label)).toContain('−0.2')
  })

  it('show contours where the loss has their level', () => {
    const grid = gridOf(101)
    const set = contoursOf(grid)
    const [x, y] = [planeAxis(WINDOW, 'x', [0, 400]), planeAxis(WINDOW, 'y', [300, 0])]
    const recorder = recordingContext()
    drawContours(recorder.ctx, LIGHT, grid, set, { x: 0, y: 0, width: 400, height: 300 }, x, y)
    let at = 0
    let checked = 0
    for (const { name, args } of recorder.calls) {
      if (name === 'fill') at++
      if (name !== 'lineTo') continue
      const [px, py] = args as [number, number]
      // Rings are closed along the border of the grid, where they are no contours.
      if (px < 8 || px > 392 || py < 8 || py > 292) continue
      const found = loss(x.value(px), y.value(py))
      expect(Math.abs(found - numberAt(set.levels, at))).toBeLessThan(0.04 * set.high)
      checked++
    }
    expect(checked).toBeGreaterThan(500)
  })

  it('are those of paths, points and the pointer, in the plane and on the surface', () => {
    const grid = gridOf(41)
    const arm = { label: 'SGD', color: 0, path: { x: [0, 5], y: [0, 0.2], length: 2 } }
    const flat = landscapeChart(recordingContext().ctx, BOX, { grid, arms: [arm] }, { view: WINDOW })
    const orbit = { azimuth: 0.5, elevation: 0.6, zoom: 1, shift: [0, 0] } as const
    const solid = surfaceChart(
      new Drawn(),
      () => orbit,
      orbit,
      () => {},
    )(recordingContext().ctx, BOX, { grid, arms: [arm] }, { view: WINDOW })
    for (const layout of [flat, solid])
      for (const [a, b] of [
        [5, 0.2],
        [-0.02, 0.004],
        [900, 30],
      ] as const) {
        const [px, py] = layout.point(a, b)
        const [x, y] = layout.invert(px, py)
        expect(Math.abs(Math.asinh(x / CORE) - Math.asinh(a / CORE))).toBeLessThan(1e-4)
        expect(Math.abs(Math.asinh(y / CORE) - Math.asinh(b / CORE))).toBeLessThan(1e-4)
      }
    expect(flat.point(5, 0.2)).toEqual([flat.x.px(5), flat.y.px(0.2)])
    expect(flat.hits[0]).toMatchObject({ x: flat.x.px(5), y: flat.y.px(0.2) })
  })

  it('give the surface the loss of the grid at its nodes, and none from a grid that is bent differently', () => {
    const grid = gridOf(21)
    const cut = cutGrid(grid, WINDOW)
    const mesh = cut && meshOf(cut, planeAxis({ x: [0, 30], y: [0, 1] }, 'x', [0, 1]))
    for (const k of [0, 7, 10, 20])
      expect(mesh?.heightAt(k / 20 - 0.5, (20 - k) / 20 - 0.5)).toBeCloseTo(numberAt(grid.values, (20 - k) * 21 + k) / 30, 12)
    expect(cutGrid(grid, { ...WINDOW, core: 1 })).toBeUndefined()
  })
})
