import { expect, it } from 'vitest'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { courseOf, logSlope, trend } from './trend'

it('fits the slope of a logarithm', () => {
  const x = [0, 2, 4, 6, 8, 10]
  expect(
    logSlope(
      x,
      x.map(v => 3 * 10 ** (-0.25 * v)),
      5,
    )!.perStep,
  ).toBeCloseTo(-0.25, 12)
  expect(logSlope([0, 1], [1, 1], 1)).toBeUndefined()
})

it('says “about” of a slope whose digits are not sure', () => {
  const said = (wobble: number) => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ step: i, loss: 10 ** (-i / 20 + wobble * Math.sin(9 * i)) }))
    const view = viewOfRows(scenarioWith('linear-anisotropic'), [rows, rows])
    return trend(view, view.arms[0])
  }
  expect(said(0)).toBe('SGD loses a factor 10 every 20 steps')
  expect(said(0.1)).toMatch(/^SGD loses a factor 10 about every (19|20|21) steps$/)
})

it('says where a loss is until there are rows enough for a slope', () => {
  const rows = [
    { step: 0, loss: 2 },
    { step: 50, loss: 1 },
  ]
  const said = (count: number) => {
    const view = viewOfRows(scenarioWith('linear-anisotropic'), [rows.slice(0, count), rows.slice(0, count)])
    return view.arms.slice(0, 1).map(arm => trend(view, arm))
  }
  expect(said(1)).toEqual(['SGD starts at 2'])
  expect(said(2)).toEqual(['SGD is at 1'])
  // The first row that is here need not be the start.
  const later = viewOfRows(scenarioWith('linear-anisotropic'), [rows.slice(1), rows.slice(1)])
  expect(trend(later, later.arms[0])).toBe('SGD is at 1')
})

const kindOf = (y: readonly number[]) =>
  courseOf(
    y.map((_, i) => 5 * i),
    y,
    y.length - 1,
  )?.kind
const decades = (f: (i: number) => number, count = 60) => Array.from({ length: count }, (_, i) => 10 ** f(i))

it('speaks of a trend only where the line is one', () => {
  expect(kindOf(decades(i => -i / 20))).toBe('falls')
  expect(kindOf(decades(i => i / 20))).toBe('grows')
  expect(kindOf(decades(() => -3))).toBe('level')
  expect(kindOf(decades(i => (i % 2 ? -5 : -4.4)))).toBe('wavers')
  expect(kindOf([1, 1])).toBeUndefined()
})

it('says that a falling loss has turned, where its end rises', () => {
  // Over its last third it loses 0.98 decades and gains 0.2 again.
  const turning = decades(i => (i < 54 ? -i / 14 : -54 / 14 + (i - 54) / 25))
  expect(kindOf(turning)).toBe('rises again')
  const rows = turning.map((loss, i) => ({ step: 5 * i, loss }))
  const view = viewOfRows(scenarioWith('linear-anisotropic'), [rows, rows])
  expect(trend(view, view.arms[0])).toBe('SGD rises again, to 2.2·10⁻⁴')
  expect(kindOf(turning.map(loss => 1 / loss))).toBe('falls again')
})

it('has the slope, its share of the variation and the range of a line with noise by the sums over all pairs', () => {
  const x = [0, 1, 3, 4, 7]
  const v = [0, -0.4, -0.9, -1.7, -2]
  const found = logSlope(
    x,
    v.map(d => 10 ** d),
    4,
    0,
  )
  // Σ over pairs of Δx·Δv is n times the covariance's sum.
  let [uu, uv, vv] = [0, 0, 0]
  for (const [i, a] of x.entries())
    for (const [j, b] of x.entries()) {
      const [du, dv] = [a - b, (v[i] ?? 0) - (v[j] ?? 0)]
      uu += du * du
      uv += du * dv
      vv += dv * dv
    }
  expect(found?.perStep).toBeCloseTo(uv / uu, 12)
  expect(found?.change).toBeCloseTo((7 * uv) / uu, 12)
  const slope = uv / uu
  const left = x.reduce((sum, a, i) => sum + ((v[i] ?? 0) + 1 - slope * (a - 3)) ** 2, 0)
  expect(found?.error).toBeCloseTo(Math.sqrt(left / 3 / x.reduce((sum, a) => sum + (a - 3) ** 2, 0)) / -slope, 12)
  expect(found?.explained).toBeCloseTo((uv * uv) / (uu * vv), 12)
  expect(found?.range[0]).toBeCloseTo(0.01, 12)
})
