import { expect, it } from 'vitest'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { logSlope, trend } from './trend'

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
})
