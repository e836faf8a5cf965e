import { describe, expect, it } from 'vitest'
import type { Arm } from '../../../scenario'
import { stays } from '../reading/paths'
import { effectiveBatch } from '../reading/view'
import { type Row, scenarioWith, viewOfRows } from '../testing/view.fixture'
import { calmMagnification, ellipseLabel, ellipsesOf } from './ellipses'
import { landscapeSentence } from './sentence'
import { axisTitle } from './spec'
import { automaticView, LandscapeWindow, lossAt, wantedGrid } from './window'

const scenario = scenarioWith('linear-anisotropic')
const shapes: Row = { sigma_xx: 2, sigma_xy: 0, sigma_yy: 1, G_xx: 1, G_xy: 0, G_yy: 0.5 }
const row: Row = { step: 0, loss: 1, lr: 0.5, batch_size: 4, mu: 1, frob_G: 1.3, lambda: [1, 0.5, 0.1], path_x: 1, path_y: 2, ...shapes }

describe('ellipses', () => {
  it('coincide when Σ = 2L·G, and belong to SGD only', () => {
    const view = viewOfRows(scenario, [[row], [row]])
    const pair = ellipsesOf(view, view.arms[0])!
    expect(pair.noise).toEqual(pair.curvature)
    expect(pair.noise[0]).toBeCloseTo((0.25 / 4) * 2, 15)
    expect(ellipsesOf(view, view.arms[1])).toBeUndefined()
  })

  it('shrink by (n−B)/(n−1) without replacement and vanish for full batches', () => {
    const without = scenarioWith('linear-anisotropic', ['arm.sampling', 'sgd', 'without-replacement'])
    const view = viewOfRows(without, [[row], [row]])
    expect(ellipsesOf(view, view.arms[0])!.noise[0]).toBeCloseTo((0.25 / 4) * 2 * (196 / 199), 15)
    const full = viewOfRows(without, [[{ ...row, batch_size: 200 }], [row]])
    expect(effectiveBatch(full, full.arms[0])).toBe(Number.POSITIVE_INFINITY)
    expect(ellipsesOf(full, full.arms[0])).toBeUndefined()
  })

  it('are named for what they are: raw gradients where the optimizer changes them', () => {
    const labels = (kinds: string[]) => {
      const arms = scenario.arms.map((arm, a) => ({ ...arm, kind: kinds[a] as Arm['kind'] }))
      return ellipseLabel(viewOfRows({ ...scenario, arms }, [[row], [row]]))
    }
    expect(labels(['sgd', 'gd'])).toBe('noise η²Σ/B')
    expect(labels(['adam', 'gd'])).toBe('raw gradient noise, η²Σ/B')
    expect(labels(['sgd', 'adam'])).toMatch(/^noise η²Σ\/B \(\S+: of the raw gradients\)$/)
  })

  it('keep their magnification until they are too small or too large with it', () => {
    const domain = { x: [-1, 1], y: [-1, 1] } as const
    const first = calmMagnification([[1e-4, 0, 1e-4]], domain, undefined)
    expect(first).toBe(20)
    expect(calmMagnification([[0.5e-4, 0, 0.5e-4]], domain, first)).toBe(first)
    expect(calmMagnification([[1e-8, 0, 1e-8]], domain, first)).toBe(2000)
    expect(calmMagnification([[100, 0, 1]], domain, first)).toBe(1)
  })
})

describe('the window of the landscape', () => {
  it('follows every arm that stays and none that runs away', () => {
    const path = (scale: number, loss: number): Row[] => [row, { ...row, step: 1, path_x: scale, path_y: -scale, loss }]
    const near = viewOfRows(scenario, [path(-5, 2), path(-3, 2)])
    expect(automaticView(near, undefined).x[0]).toBeLessThan(-5)
    const away = viewOfRows(scenario, [path(-3, 2), path(-1e9, 1e18)])
    expect(away.arms.map(a => stays(away, a))).toEqual([true, false])
    const { x, y } = automaticView(away, undefined)
    expect(Math.max(x[1] - x[0], y[1] - y[0])).toBeLessThan(30)
  })

  it('stays where someone has put it until it is reset', () => {
    let changes = 0
    const window = new LandscapeWindow(() => changes++)
    const view = viewOfRows(scenario, [[row], [row]])
    const start = window.next(view, false)
    const axis = (domain: readonly [number, number]) => ({ domain, value: () => (domain[0] + domain[1]) / 2 })
    const layout = { x: axis(start.x), y: axis(start.y), plot: { width: 100, height: 100 } } as never
    window.zoom(layout, 50, 50, 2)
    const zoomed = window.next(view, false)
    expect(zoomed.x[1] - zoomed.x[0]).toBeCloseTo((start.x[1] - start.x[0]) / 2, 12)
    window.reset()
    expect(window.next(view, false)).toEqual(start)
    expect(changes).toBeGreaterThan(1)
  })

  it('asks for contours only when the present ones do not do', () => {
    const domain = { x: [-1, 1], y: [-2, 2] } as const
    const wanted = wantedGrid(domain, null)!
    expect(wanted[0]).toBeLessThan(-1)
    const grid = { domain: wanted, nx: 2, ny: 2, grid: new Float64Array(4) }
    expect(wantedGrid(domain, grid)).toBeUndefined()
    expect(wantedGrid({ x: [-1, 3], y: [-2, 2] }, grid)).toBeDefined()
    expect(wantedGrid({ x: [-0.1, 0.1], y: [-0.2, 0.2] }, grid)).toBeDefined()
  })

  it('reads the loss between grid points', () => {
    const grid = { domain: [0, 2, 0, 2], nx: 3, ny: 3, grid: Float64Array.from([0, 1, 2, 10, 11, 12, 20, 21, 22]) } as const
    expect(lossAt(grid, 0.5, 1.5)).toBeCloseTo(15.5, 12)
    expect(lossAt(grid, 2, 2)).toBe(22)
    expect(lossAt(grid, 2.1, 1)).toBeNaN()
  })

  it('names its axes after what they are', () => {
    expect(axisTitle('eigen', 'minimum', 12)).toBe('⟨θ−θ*, v_{12}⟩')
    expect(axisTitle('parameters', 'start', 3)).toBe('θ_{3}−θ_{3}^0')
  })
})

it('says along which direction the loss lies', () => {
  const gd: Row = { step: 0, loss: 1, lr: 2, lambda: [1, 0.5, 0.1], D: [0.02, 0.01, 0] }
  const sgd: Row = { step: 0, loss: 1, lr: 0.5, lambda: [1, 0.5, 0.1], D: [2, 0.8, 0] }
  expect(landscapeSentence(viewOfRows(scenario, [[sgd], [gd]]))).toBe(
    'GD swings along v₁: 98 % of its loss lies there. SGD’s loss is spread over directions; the largest part, 44 %, lies along v₃.',
  )
})
