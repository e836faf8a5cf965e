import { describe, expect, it } from 'vitest'
import { ellipsePoints } from '../../../charts'
import { planeAxis } from '../../../charts/planeDomain'
import { bent, evenlySpaced } from '../../../lib/bent'
import { Table } from '../../../lib/table'
import { numberAt } from '../../../lib/values'
import { decodeLink, encodeLink } from '../../../scenario'
import { type Row, scenarioWith, viewOfRows } from '../testing/view.fixture'
import { coreOf } from './core'
import { calmMagnification, reach, relative } from './ellipses'
import { roomFor, withRoom } from './room'
import { landscapeTable } from './table'
import { automaticView, bordered, LandscapeWindow, lossAt, wantedGrid } from './window'

const even = scenarioWith('escape')
const CORE = 0.01
const scenario = { ...even, view: { ...even.view, asinh: CORE } }
const path = (at: readonly number[]): Row[] => at.map((x, step) => ({ step, loss: 1, path_x: x, path_y: -x / 2 }))
const view = () => viewOfRows(scenario, [path([0.01, 1, 2000]), path([0.02, -3, 40])])

describe('a landscape on bent axes', () => {
  it('stands in the link', () => {
    expect(encodeLink(scenario)).toBe('v=1&s=escape&asinh=0.01')
    expect(decodeLink('v=1&s=escape&asinh=0.01')).toEqual(scenario)
    expect(decodeLink('v=1&s=escape').view.asinh).toBe(0)
    expect(() => decodeLink('v=1&s=escape&asinh=-1')).toThrow('asinh')
  })

  it('has a window with the usual border around every arm, as it is seen', () => {
    const { x, y, core } = automaticView(view(), undefined)
    expect(core).toBe(CORE)
    const far = Math.asinh(2000 / CORE) + Math.asinh(3 / CORE)
    expect(bent(x[1], CORE) - Math.asinh(2000 / CORE)).toBeCloseTo(0.1 * far, 9)
    expect(-bent(x[0], CORE) - Math.asinh(3 / CORE)).toBeCloseTo(0.1 * far, 9)
    expect(y[0]).toBeLessThan(-1000)
    // Another core is another picture, and begins anew.
    const window = new LandscapeWindow(() => {})
    window.next(view(), false)
    const other = viewOfRows(even, [path([0.01, 1, 2000]), path([0.02, -3, 40])])
    expect(window.next(other, false)).toEqual(automaticView(other, undefined))
  })

  it('zooms around the pointer and moves with it', () => {
    const window = new LandscapeWindow(() => {})
    const start = window.next(view(), false)
    const layoutOf = (domain: typeof start) => ({
      x: planeAxis(domain, 'x', [0, 400]),
      y: planeAxis(domain, 'y', [300, 0]),
      plot: { x: 0, y: 0, width: 400, height: 300 },
      hits: [],
      empty: false,
    })
    const before = layoutOf(start)
    window.zoom(before, 120, 90, 3)
    const zoomed = layoutOf(window.next(view(), false))
    expect(zoomed.x.value(120)).toBeCloseTo(before.x.value(120), 9)
    expect(zoomed.y.px(before.y.value(90))).toBeCloseTo(90, 6)
    expect(zoomed.x.px(before.x.value(130))).toBeCloseTo(150, 6)
    window.pan(zoomed, 25, -10)
    const panned = layoutOf(window.next(view(), false))
    expect(panned.x.px(zoomed.x.value(100))).toBeCloseTo(125, 6)
    expect(panned.y.px(zoomed.y.value(100))).toBeCloseTo(90, 6)
    expect(window.next(view(), false).core).toBe(CORE)
  })

  it('asks for a grid of its own spacing with the usual border, and reads the loss between its points', () => {
    const domain = automaticView(view(), undefined)
    const asked = bordered(domain)
    expect(asked[4]).toBe(CORE)
    expect(bent(asked[1], CORE) - bent(domain.x[1], CORE)).toBeCloseTo(0.2 * (bent(domain.x[1], CORE) - bent(domain.x[0], CORE)), 9)
    const [xs, ys] = [evenlySpaced(asked[0], asked[1], 33, CORE), evenlySpaced(asked[2], asked[3], 33, CORE)]
    // A plane in the bent coordinates: interpolation between the points gives it exactly.
    const f = (x: number, y: number) => 3 + Math.asinh(x / CORE) - 2 * Math.asinh(y / CORE)
    const grid = {
      ...{ plane: 1, laid: null, domain: asked, nx: 33, ny: 33 },
      grid: Float64Array.from({ length: 33 * 33 }, (_, k) => f(numberAt(xs, k % 33), numberAt(ys, Math.floor(k / 33)))),
    }
    for (const [x, y] of [
      [2000, -1000],
      [0.013, 0.2],
      [-3, 1.5],
    ] as const)
      expect(lossAt(grid, x, y).value).toBeCloseTo(f(x, y), 9)
    expect(wantedGrid(domain, grid)).toBeUndefined()
    expect(wantedGrid({ ...domain, core: 0.1 }, grid)).toBeDefined()
    expect(wantedGrid({ x: domain.x, y: domain.y }, grid)).toHaveLength(4)
    const seen = view()
    Object.assign(seen.traces, { grid })
    const last = landscapeTable(seen).rows.at(-1)
    expect(last?.[2]).toBeCloseTo(asked[1], 6)
    expect(landscapeTable(seen).rows.at(-2)?.[2]).toBeCloseTo(numberAt(xs, 31), 9)
  })

  it('enlarges ellipses by what is seen of them where they are, and makes room for them', () => {
    const domain = { x: [-10, 1000], y: [-10, 1000], core: CORE } as const
    const width = Math.asinh(1e5) + Math.asinh(1e3)
    // A small ellipse at x = 100 is as wide on the axis as its slope there, 1/√(x² + core²), makes it.
    expect(reach(relative([4e-4, 0, 0], domain, [100, 0]))).toBeCloseTo(0.02 / Math.hypot(100, CORE) / width, 9)
    expect(calmMagnification([[4, 0, 4]], domain, [500, 500], undefined)).toBeGreaterThan(
      calmMagnification([[4, 0, 4]], domain, [5, 5], undefined),
    )
    // Where the noise is as large as the way from zero, it is not enlarged.
    expect(calmMagnification([[1e4, 0, 1e4]], domain, [100, 100], 50)).toBe(1)
    const outline = ellipsePoints([1e6, 0, 1], [500, 500])
    const wider = withRoom(domain, roomFor([outline], domain, undefined))
    expect(wider.x[1]).toBeGreaterThan(1500)
    expect(wider.core).toBe(CORE)
  })

  it('begins to bend at the power of ten below most of what was recorded', () => {
    const pathOf = (points: readonly (readonly [number, number])[]) => {
      const table = new Table(4)
      for (const [step, [x, y]] of points.entries()) table.append(Float64Array.of(step, x, y, 0))
      return table
    }
    expect(
      coreOf([
        pathOf([
          [0.03, 0.04],
          [3, 4],
          [300, 400],
        ]),
      ]),
    ).toBe(0.01)
    expect(
      coreOf([
        pathOf([
          [0, 0],
          [0, 7],
        ]),
      ]),
    ).toBe(1)
    expect(
      coreOf([
        pathOf([
          [1e-20, 0],
          [1e5, 0],
        ]),
      ]),
    ).toBe(1e-3)
    expect(
      coreOf([
        pathOf([
          [0, 0],
          [Number.NaN, 1],
        ]),
      ]),
    ).toBe(0.01)
    expect(coreOf([])).toBe(0.01)
  })
})
