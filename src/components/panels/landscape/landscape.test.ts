import { describe, expect, it } from 'vitest'
import { planeAxis } from '../../../charts/planeDomain'
import type { Arm } from '../../../scenario'
import type { GridWish } from '../../../store'
import { effectiveBatch, viewOf } from '../reading/view'
import { type Row, scenarioWith, viewOfRows } from '../testing/view.fixture'
import { armLines } from './ArmsText'
import { contourNote } from './contourNote'
import { alignmentTowards, calmMagnification, ellipseLabel, ellipsesHere, ellipsesOf } from './ellipses'
import { explainLandscape } from './explain'
import { axisTitle } from './planeWords'
import { landscapeSentence } from './sentence'
import { landscapeSpec } from './spec'
import { landscapeTable } from './table'
import { automaticView, LandscapeWindow, lossAt, wantedGrid } from './window'

const scenario = scenarioWith('linear-anisotropic')
const shapes: Row = { sigma_xx: 2, sigma_xy: 0, sigma_yy: 1, G_xx: 1, G_xy: 0, G_yy: 0.5 }
const row: Row = { step: 0, loss: 1, lr: 0.5, batch_size: 4, mu: 1, frob_G: 1.3, lambda: [1, 0.5, 0.1], path_x: 1, path_y: 2, ...shapes }

describe('the table', () => {
  it('holds paths with what the ellipses are made of, and the surface', () => {
    const view = viewOfRows(scenario, [[row, { ...row, step: 2, path_x: -1, sigma_xy: 0.5, anchor_x: 7 }], [row]])
    const { header, rows } = landscapeTable(view)
    expect(header).toEqual([
      ...['arm', 'step', 'x', 'y', 'loss', 'lr', 'batch_size', 'sigma_xx', 'sigma_xy', 'sigma_yy', 'G_xx', 'G_xy', 'G_yy'],
      ...['anchor_x', 'anchor_y', 'path_distance', 'path_loss', 'noise_scale'],
    ])
    expect(rows).toHaveLength(4)
    expect(rows[3].slice(0, 5)).toEqual(['planted minimum', 0, 0, 0, ''])
    expect(rows[1]).toEqual(['sgd', 2, -1, 2, 1, 0.5, 4, 2, 0.5, 1, 1, 0, 0.5, 7, Number.NaN, Number.NaN, Number.NaN, 0.0625])
    const grid = { domain: [-1, 1, 10, 30], nx: 3, ny: 2, grid: Float64Array.of(1, 2, 3, 4, 5, 6) } as const
    Object.assign(view.traces, { grid })
    const surface = landscapeTable(view).rows.slice(4)
    expect(surface.map(r => r.slice(0, 5))).toEqual([
      ...[-1, 0, 1].map((x, i) => ['', '', x, 10, i + 1]),
      ...[-1, 0, 1].map((x, i) => ['', '', x, 30, i + 4]),
    ])
    expect(surface.every(r => r.length === header.length)).toBe(true)
    const over = landscapeTable(view, [['sgd drift', 2, -0.5, 2.5]]).rows
    expect(over).toHaveLength(11)
    expect(over[4]).toEqual(['sgd drift', 2, -0.5, 2.5, ...Array(14).fill('')])
  })
})

it('the explanation speaks of the picture that is shown', () => {
  const view = viewOfRows(scenario, [[row], [row]])
  const text = (...picture: Parameters<typeof explainLandscape>) => explainLandscape(...picture).text.join(' ')
  expect(text(view, 2)).toMatch(/The contours are the exact loss.*Drag to move/)
  expect(text(view, 2, { solid: true })).toMatch(/height of the surface.*Drag to turn/)
  expect(text(view, 2, { solid: true })).not.toContain('Drag to move')
  expect(text(view, 2, { overlay: 'Dots are minibatches.' })).toMatch(/Dots are minibatches\.$/)
})

it('contours of few points are said to be exact there', () => {
  const view = viewOfRows(scenario, [[row], [row]])
  const drawn = (side: number) => {
    Object.assign(view.traces, { grid: { domain: [-1, 1, -1, 1], nx: side, ny: side, grid: new Float64Array(side * side) } })
    return contourNote(view)
  }
  expect(contourNote(view)).toBe('Paths are projected; contours are the exact loss on the plane.')
  expect(drawn(5)).toBe('Paths are projected; contours are exact at 5 × 5 points so far.')
  expect(drawn(33)).toContain('33 × 33')
  expect(drawn(65)).toBe('Paths are projected; contours are the exact loss on the plane.')
})

it('the table gives paths on the plane on screen, and nothing of the plane before it', () => {
  const view = viewOfRows(scenario, [[row, { ...row, step: 2 }], [row]])
  const paths = [Float64Array.of(0, 5, 6, 0, 1, 9, 9, 0, 2, 1, 2, 0), Float64Array.of(0, 7, 8, 0)]
  view.traces.setPlane({ ...view.traces.plane!, i: 2, j: 3, paths })
  const [before, between, now] = landscapeTable(view).rows
  // A step that was recorded and not measured.
  expect(between.slice(0, 5)).toEqual(['sgd', 1, 9, 9, Number.NaN])
  expect(before.slice(0, 5)).toEqual(['sgd', 0, 5, 6, 1])
  expect(before.slice(7).every(value => Number.isNaN(value))).toBe(true)
  expect(now.slice(0, 10)).toEqual(['sgd', 2, 1, 2, 1, 0.5, 4, 2, 0, 1])
})

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

  it('of earlier rows are those read on the plane on screen', () => {
    const { traces } = viewOfRows(scenario, [[row, { ...row, step: 2 }], [row]])
    const shown = (step: number) => {
      traces.cursor = step
      const view = viewOf(traces, scenario, '')
      return ellipsesHere(view, view.arms[0]) !== undefined
    }
    expect([2, 0].map(shown)).toEqual([true, true])
    const paths = [Float64Array.of(0, 5, 6, 0, 2, 1, 2, 0), Float64Array.of(0, 1, 2, 0)]
    traces.continuePlane({ ...traces.plane!, paths })
    expect([2, 0].map(shown)).toEqual([true, false])
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

  it('are named with what drawing without replacement makes of them', () => {
    const labels = (...samplings: Arm['sampling'][]) => {
      const arms = scenario.arms.map((arm, a) => ({ ...arm, kind: 'sgd' as const, sampling: samplings[a] }))
      return ellipseLabel(viewOfRows({ ...scenario, arms }, [[row], [row]]))
    }
    expect(labels('without-replacement', 'reshuffled')).toBe('noise η²Σ/B·(n−B)/(n−1)')
    expect(labels('with-replacement', 'reshuffled')).toMatch(/^noise η²Σ\/B \(\S+: times \(n−B\)\/\(n−1\)\)$/)
  })

  it('keep their magnification until they are too small or too large with it', () => {
    const domain = { x: [-1, 1], y: [-1, 1] } as const
    const first = calmMagnification([[1e-4, 0, 1e-4]], domain, [0, 0], undefined)
    expect(first).toBe(20)
    expect(calmMagnification([[0.5e-4, 0, 0.5e-4]], domain, [0, 0], first)).toBe(first)
    expect(calmMagnification([[1e-8, 0, 1e-8]], domain, [0, 0], first)).toBe(2000)
    expect(calmMagnification([[100, 0, 1]], domain, [0, 0], first)).toBe(1)
  })
})

const BLANK = { plane: 1, laid: null }

describe('the window of the landscape', () => {
  it('holds every arm that moves, however far it goes, and none whose run has ended', () => {
    const path = (scale: number, loss: number): Row[] => [row, { ...row, step: 1, path_x: scale, path_y: -scale, loss }]
    const view = viewOfRows(scenario, [path(-5, 2), path(-1e9, 1e18)])
    let window: ReturnType<typeof automaticView> | undefined
    for (const step of [0, 1, 0, 1]) {
      window = automaticView({ ...view, step }, window)
      for (const arm of view.arms) {
        const at = arm.trace.path.indexOf(step)
        for (const [axis, column] of [
          ['x', 1],
          ['y', 2],
        ] as const) {
          expect(window[axis][0]).toBeLessThan(arm.trace.path.value(at, column))
          expect(window[axis][1]).toBeGreaterThan(arm.trace.path.value(at, column))
        }
      }
    }
    const ended = viewOfRows(scenario, [path(-3, 2), path(-1e9, 1e18)])
    Object.assign(ended.arms[1].trace, { divergence: { step: 1, direction: 0, share: 0 } })
    const { x, y } = automaticView(ended, undefined)
    expect(Math.max(x[1] - x[0], y[1] - y[0])).toBeLessThan(30)
  })

  it('reads g(v) towards the pointer where the row is of the plane on screen', () => {
    const view = viewOfRows(scenario, [[{ ...row, loss: 2 }], [row]])
    // Σ = diag(2, 1), G = diag(1, ½), L = 2: g = 2/4 along both axes and every direction between.
    for (const [x, y] of [
      [5, 2],
      [1, 7],
      [3, -4],
    ] as const)
      expect(alignmentTowards(view, view.arms[0], x, y)).toBeCloseTo(0.5, 14)
    view.arms[0].trace.path.append(Float64Array.of(0, 9, 9, 0))
    expect(alignmentTowards(view, view.arms[0], 5, 2)).toBeNaN()
  })

  it('says in a line per arm where it stands, and whether that is in view', () => {
    const view = viewOfRows(scenario, [[{ ...row, path_loss: 1.5 }], [{ ...row, path_x: 40 }]])
    const lines = armLines(view, { x: [0, 2], y: [0, 3] }).split('\n')
    expect(lines).toEqual(['sgd 1 2 1.5 1 inside', 'gd 40 2 NaN 1 outside'])
    // The plane has moved on since the row was read: what L is at the marker now is not known.
    view.arms[0].trace.path.append(Float64Array.of(0, 0.5, 0.5, 0))
    expect(armLines(view, { x: [0, 2], y: [0, 3] }).split('\n')[0]).toBe('sgd 0.5 0.5 NaN 1 inside')
  })

  it('stays where someone has put it until it is reset', () => {
    let changes = 0
    const window = new LandscapeWindow(() => changes++)
    const view = viewOfRows(scenario, [[row], [row]])
    const start = window.next(view, false)
    const plot = { x: 0, y: 0, width: 100, height: 100 }
    const layout = { x: planeAxis(start, 'x', [0, 100]), y: planeAxis(start, 'y', [100, 0]), plot, hits: [], empty: false }
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
    const grid = { ...BLANK, domain: wanted, nx: 2, ny: 2, grid: new Float64Array(4) }
    expect(wantedGrid(domain, grid)).toBeUndefined()
    expect(wantedGrid({ x: [-1, 3], y: [-2, 2] }, grid)).toBeDefined()
    expect(wantedGrid({ x: [-0.1, 0.1], y: [-0.2, 0.2] }, grid)).toBeDefined()
  })

  it('asks for the plane through the arms of a run that rests, also where nobody sees the picture, until it is theirs', () => {
    const wishes: GridWish[] = []
    const spec = landscapeSpec(
      () => {},
      wish => wishes.push(wish),
    )
    const followed = { ...scenario, view: { ...scenario.view, plane: 'arms' as const } }
    const view = viewOfRows(followed, [
      [row, { ...row, step: 2 }],
      [row, { ...row, step: 2 }],
    ])
    spec.follow(view)
    expect(wishes.map(({ behind }) => behind)).toEqual(['a little'])
    view.traces.setPlane({ ...view.traces.plane!, step: 2 })
    spec.follow(view)
    expect(wishes).toHaveLength(1)
  })

  it('asks for a plane through steps anew once the arms have come to one of them', () => {
    const wishes: GridWish[] = []
    const spec = landscapeSpec(
      () => {},
      wish => wishes.push(wish),
    )
    const through = { ...scenario, view: { ...scenario.view, plane: 'steps' as const, through: [0, 2, 9] } }
    const view = viewOfRows(through, [
      [row, { ...row, step: 2 }],
      [row, { ...row, step: 2 }],
    ])
    spec.follow({ ...view, step: 1 })
    expect(wishes).toHaveLength(0)
    spec.follow(view)
    expect(wishes.map(({ behind }) => behind)).toEqual(['far'])
    view.traces.setPlane({ ...view.traces.plane!, step: 2 })
    spec.follow(view)
    expect(wishes).toHaveLength(1)
  })

  it('reads the loss between grid points', () => {
    const grid = { ...BLANK, domain: [0, 2, 0, 2], nx: 3, ny: 3, grid: Float64Array.from([0, 1, 2, 10, 11, 12, 20, 21, 22]) } as const
    expect(lossAt(grid, 0.5, 1.5).value).toBeCloseTo(15.5, 12)
    expect(lossAt(grid, 2, 2).value).toBe(22)
    expect(lossAt(grid, 2.1, 1).value).toBeNaN()
  })

  it('names its axes after what they are', () => {
    const view = viewOfRows(scenario, [[row], [row]])
    const titled = (change: Partial<NonNullable<typeof view.traces.plane>>) => {
      view.traces.setPlane({ ...view.traces.plane!, ...change })
      return [axisTitle(view, 0), axisTitle(view, 1)]
    }
    const two = (of: 'eigenvector' | 'parameter' | 'component' | 'arm', i: number, j: number) =>
      [
        { of, index: i },
        { of, index: j },
      ] as const
    expect(titled({ axes: two('eigenvector', 12, 1) })).toEqual(['⟨θ−θ*, v_{12}⟩', '⟨θ−θ*, v_{1}⟩'])
    expect(titled({ axes: two('eigenvector', 1, 2), anchor: 'arm', step: 40 })[0]).toBe('⟨θ−θ_{40}, v_{1}⟩')
    expect(titled({ axes: two('parameter', 3, 4), anchor: 'start' })[0]).toBe('θ_{3}−θ_{3}^0')
    expect(titled({ axes: two('component', 1, 2), shares: [0.5, 0.25] })[1]).toBe('component 2, 25 % of variance')
    expect(titled({ axes: two('arm', 0, 1) })).toEqual(['towards SGD', 'across, towards GD'])
  })
})

it('says so where no arm draws minibatches', () => {
  const arms = scenario.arms.map(arm => ({ ...arm, kind: 'gd' as const }))
  expect(landscapeSentence(viewOfRows({ ...scenario, arms }, [[{ step: 0, loss: 1 }], [{ step: 0, loss: 1 }]]))).toBe(
    'No arm draws minibatches: there is no noise, and no ellipse.',
  )
})

it('says along which direction the loss lies', () => {
  const gd: Row = { step: 0, loss: 1, lr: 2, lambda: [1, 0.5, 0.1], D: [0.02, 0.01, 0] }
  const sgd: Row = { step: 0, loss: 1, lr: 0.5, lambda: [1, 0.5, 0.1], D: [2, 0.8, 0] }
  expect(landscapeSentence(viewOfRows(scenario, [[sgd], [gd]]))).toBe(
    'GD swings along v₁: 98 % of its loss lies there. SGD’s loss is spread over directions; the largest part, 44 %, lies along v₃.',
  )
})
