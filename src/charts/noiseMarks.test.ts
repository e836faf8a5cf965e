import { describe, expect, it } from 'vitest'
import { type Cov2, ellipsePoints } from './ellipse'
import type { LandscapeLayout } from './landscapeChart'
import { drawEllipses } from './landscapeMarks'
import { deviationAlong, drawNoise, type NoiseMarks, principal } from './noiseMarks'
import { makeAxis } from './scale'
import { recordingContext } from './testing'
import { LIGHT } from './theme'
import type { Ctx } from './types'

const [x, y] = [makeAxis(false, [-1, 1], [0, 200]), makeAxis(false, [-1, 1], [200, 0])]
const layout: LandscapeLayout = {
  ...{ plot: { x: 0, y: 0, width: 200, height: 200 }, x, y, hits: [], empty: false, view: { x: [-1, 1], y: [-1, 1] } },
  invert: (px, py) => [x.value(px), y.value(py)],
  point: (a, b) => [x.px(a), y.px(b)],
}
const marks: NoiseMarks = {
  color: 0,
  at: [0.1, -0.2],
  drift: [0.1, 0],
  noise: [0.04, 0.01, 0.02],
  curvature: [0.03, 0, 0.03],
  cloud: Float64Array.of(0.1, 0, -0.1, 0.05, Number.NaN, 0),
}
const box = { width: 200, height: 200, theme: LIGHT }

function drawn(options: { cloud: boolean; arrows: boolean }, of = marks) {
  const recorder = recordingContext()
  drawNoise(recorder.ctx, box, layout, of, { magnification: 2, ...options })
  expect(recorder.depth).toBe(0)
  return recorder.calls
}

describe('the noise of a step on a landscape', () => {
  it('has its standard deviations from the covariance', () => {
    const [x, y] = principal(marks.noise)
    const variance = x * x + y * y
    // (x, y) is an eigenvector, its squared length the larger eigenvalue.
    expect(0.04 * x + 0.01 * y).toBeCloseTo(variance * x, 12)
    expect(0.01 * x + 0.02 * y).toBeCloseTo(variance * y, 12)
    expect(variance).toBeGreaterThan(0.04)
    expect(deviationAlong(marks.noise, [3, 0])).toBeCloseTo(0.2, 12)
    expect(deviationAlong(marks.noise, [x, y])).toBeCloseTo(Math.hypot(x, y), 12)
  })

  it('puts every minibatch where its step leads, magnified, and leaves out what is no number', () => {
    const dots = drawn({ cloud: true, arrows: false }).filter(({ name }) => name === 'fillRect')
    expect(dots.map(({ args }) => [args[0] + 1.1, args[1] + 1.1].map(v => Math.round(v * 1e6) / 1e6))).toEqual([
      [layout.x.px(0.3), layout.y.px(-0.2)],
      [layout.x.px(-0.1), layout.y.px(-0.1)],
    ])
    expect(drawn({ cloud: false, arrows: false }).some(({ name }) => name === 'fillRect')).toBe(false)
  })

  it('draws the ellipses of both landscape and step with all halos under all lines, the dashed one on top', () => {
    const strokes = (draw: (ctx: Ctx) => void) => {
      const seen: [width: number, dash: readonly number[]][] = []
      let dash: readonly number[] = []
      const state: Record<string, unknown> = {}
      const ctx = new Proxy(state, {
        get: (own, key: string) => {
          if (key === 'setLineDash') {
            return (dashes: readonly number[]) => {
              dash = dashes
            }
          }
          if (key === 'stroke') return () => void seen.push([Number(own.lineWidth), dash])
          return key in own ? own[key] : () => {}
        },
      })
      draw(ctx as unknown as Ctx)
      return seen
    }
    const layers = [
      [3.4, []],
      [3.4, []],
      [1.7, []],
      [1.7, [4, 3]],
    ]
    expect(strokes(ctx => drawNoise(ctx, box, layout, marks, { magnification: 1, cloud: true, arrows: false }))).toEqual(layers)
    const outline = (cov: Cov2, dash: readonly number[]) => ({ points: ellipsePoints(cov, marks.at), color: LIGHT.ink, dash })
    const both = [outline(marks.noise, []), outline(marks.curvature, [4, 3])]
    expect(strokes(ctx => drawEllipses(ctx, both, x, y, LIGHT.panel))).toEqual(layers)
  })

  it('counts what lies beyond the border and draws none of it: neither dots nor lines leave the window', () => {
    const wide: NoiseMarks = {
      ...marks,
      at: [0.9, 0],
      drift: [0.4, 0],
      noise: [0.09, 0, 0.01],
      cloud: Float64Array.of(0.1, 0, 0, 0.1, 0.04, 0.6),
    }
    const recorder = recordingContext()
    const asked: number[] = []
    const surface: LandscapeLayout = { ...layout, point }
    function point(a: number, b: number): [number, number] {
      asked.push(a, b)
      return layout.point(a, b)
    }
    expect(drawNoise(recorder.ctx, box, surface, wide, { magnification: 2, cloud: true, arrows: true })).toBe(2)
    expect(recorder.calls.filter(({ name }) => name === 'fillRect')).toHaveLength(1)
    expect(Math.max(...asked.map(Math.abs))).toBeLessThanOrEqual(1 + 1e-12)
    // The arrow ends at the border, without a head.
    expect(recorder.calls.filter(({ name }) => name === 'fill')).toHaveLength(0)
    const whole = recordingContext()
    expect(drawNoise(whole.ctx, box, layout, marks, { magnification: 2, cloud: true, arrows: true })).toBe(0)
    expect(whole.calls.filter(({ name }) => name === 'fill')).toHaveLength(1)
  })

  it('draws the drift to where it leads, and neither bar nor ellipses without noise', () => {
    const ends = (calls: ReturnType<typeof drawn>) => calls.filter(({ name }) => name === 'lineTo').map(({ args }) => args)
    const tip = [layout.x.px(0.3), layout.y.px(-0.2)]
    expect(ends(drawn({ cloud: true, arrows: true }))).toContainEqual(tip)
    expect(ends(drawn({ cloud: true, arrows: false }))).not.toContainEqual(tip)
    const still = { ...marks, noise: [0, 0, 0], curvature: [0, 0, 0], cloud: new Float64Array(0) } as const
    expect(ends(drawn({ cloud: true, arrows: true }, still))).toHaveLength(4)
  })
})
