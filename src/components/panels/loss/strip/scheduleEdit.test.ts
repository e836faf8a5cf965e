import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeLink, pointsOf } from '../../../../scenario'
import type { ScopeState } from '../../../../store'
import type { StripPlace } from './draft'
import { editedIn, halfway, linePath, nudged, pixelOf, pointAt, presentStep, saysPoint } from './scheduleEdit'

const scenario = decodeLink('v=1&s=linear-anisotropic&steps=1000&schedule=drawn&sgd.eta=0.5&sgd.curve=0,1,400,0.5,1000,1')
const state = (over: Partial<ScopeState> = {}) =>
  ({ scenario, step: 100, status: 'running', selectedArm: 'sgd', wanted: {}, ...over }) as ScopeState
const axis = (domain: readonly [number, number], range: readonly [number, number]) => ({
  log: false,
  domain,
  range,
  px: (v: number) => range[0] + ((v - domain[0]) / (domain[1] - domain[0])) * (range[1] - range[0]),
  value: (px: number) => domain[0] + ((px - range[0]) / (range[1] - range[0])) * (domain[1] - domain[0]),
})
const place: StripPlace = {
  plot: { x: 40, y: 100, width: 500, height: 60 },
  x: axis([0, 1000], [40, 540]),
  y: axis([0, 0.6], [160, 100]),
  width: 560,
  height: 180,
}

it('edits the chosen arm under its own name, and all of them under the plain one', () => {
  expect(editedIn(state(), 'sgd', 'eta')).toMatchObject({ name: 'sgd.curve', arms: ['sgd'], base: 0.5, curve: [0, 1, 400, 0.5, 1000, 1] })
  expect(editedIn(state({ selectedArm: '' }), 'sgd', 'eta')).toMatchObject({ name: 'curve', arms: ['sgd', 'gd'] })
  expect(editedIn(state(), 'sgd', 'B')).toMatchObject({ name: 'sgd.bcurve', base: 4, curve: [0, 1] })
  expect(editedIn(state({ wanted: { 'sgd.curve': [0, 2] } }), 'sgd', 'eta').curve).toEqual([0, 2])
})

it('locks nothing where a change would be part of the start', () => {
  expect(presentStep(state())).toBe(100)
  expect(presentStep(state({ step: 0, status: 'paused' }))).toBe(-1)
  expect(presentStep(state({ step: 0 }))).toBe(0)
  expect(presentStep(state({ status: 'finished', step: 1000 }))).toBe(-1)
})

it('a point is where its pixel is, inside the strip', () => {
  const any = fc.record({ step: fc.integer({ min: 0, max: 1000 }), factor: fc.double({ min: 0, max: 1.2, noNaN: true }) })
  fc.assert(
    fc.property(any, point => {
      const { x, y } = pixelOf(place, 0.5, point)
      const back = pointAt(place, 0.5, x, y)
      expect(back.step).toBeCloseTo(point.step, 8)
      expect(back.factor).toBeCloseTo(point.factor, 8)
    }),
    { seed: 1, numRuns: 100 },
  )
  expect(pointAt(place, 0.5, 40, 500).factor).toBe(0)
  expect(pointAt(place, 0.5, 40, -500).factor).toBeCloseTo(1.2, 12)
  expect(linePath(place, 0.5, pointsOf([100, 1.2, 900, 0]))).toBe('M40.0 100.0L90.0 100.0L490.0 160.0L540.0 160.0')
})

it('keys move a point by a share of the run or of the axis, and Enter puts one halfway on the line', () => {
  const points = pointsOf([0, 1, 400, 0.5, 1000, 1])
  expect(nudged(points, 1, 'ArrowRight', false, 100, 1000, 1.2)[1]).toEqual({ step: 405, factor: 0.5 })
  expect(nudged(points, 1, 'ArrowLeft', true, 380, 1000, 1.2)[1]).toEqual({ step: 380, factor: 0.5 })
  expect(nudged(points, 1, 'ArrowUp', true, 100, 1000, 1.2)[1]).toEqual({ step: 400, factor: 0.62 })
  expect(nudged(points, 0, 'ArrowUp', true, 100, 1000, 1.2)).toEqual(points)
  expect(halfway(points, 1, 100, 1000)).toEqual({ step: 700, factor: 0.75 })
  // Before the present nothing is put.
  expect(halfway(points, 0, 100, 1000)).toEqual({ step: 250, factor: 0.6875 })
  expect(halfway(points, 2, 100, 2000).step).toBe(1500)
})

it('says values as they act', () => {
  const format = (v: number) => String(v)
  expect(saysPoint(editedIn(state(), 'sgd', 'eta'), { step: 400, factor: 0.5 }, scenario, format)).toBe('step 400, η 0.25')
  expect(saysPoint(editedIn(state(), 'sgd', 'B'), { step: 400, factor: 0.1 }, scenario, format)).toBe('step 400, B 1')
})
