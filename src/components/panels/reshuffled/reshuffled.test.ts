import { expect, it } from 'vitest'
import { PRESETS } from '../../../scenario'
import { STUDY_PLANS } from '../../../store/studyPlans'
import type { ReshuffledPart } from '../../../workers/studies/reshuffled'
import { viewOfRows } from '../testing/view.fixture'
import { reshuffledSpec } from './spec'

const base = PRESETS.get('effective-temperature')!.scenario
const scenario = { ...base, view: { ...base.view, study: 'reshuffled' as const } }
const plan = STUDY_PLANS.reshuffled({ scenario, arm: 'sgd', step: 0 })!
const tasks = await plan.tasks(async () => ({ step: 0, thetas: [] }))

function viewWith(part?: ReshuffledPart) {
  const view = viewOfRows(scenario, [[]])
  view.traces.startStudy('reshuffled', plan.key, tasks)
  if (part) view.traces.addPart('reshuffled', 0, part)
  return view
}

const of = (...values: number[]) => Float64Array.from(values)
const PART: ReshuffledPart = {
  ...{ end: null, eta: 0.2, B: 4, M: 75, replicas: 64, lambda: of(1, 0.1), independent: of(0.5, 0.4), expected: of(0.9, 0.2) },
  ratio: { mean: of(0.91, 0.25), error: of(0.01, 0.02) },
  correlation: { mean: of(-0.0135, -0.01), error: of(0.001, 0.001) },
  formula: of(-0.0133, -0.0132),
  exact: null,
}

it('says what is left of the variance along flat and sharp directions, or why nothing is read', () => {
  const spec = reshuffledSpec(false)
  expect(spec.sentence(viewWith())).toBe('Waiting for the first replicas.')
  expect(spec.sentence(viewWith(PART))).toBe(
    'SGD: reshuffled epochs of 75 minibatches leave 0.250 ± 0.020 of the variance along flat v₂ and 0.910 ± 0.010 along sharp v₁ (0.200 and 0.900 for noise that does not depend on θ); successive noises correlate by −0.0135 ± 0.0010 of −0.0133.',
  )
  expect(spec.sentence(viewWith({ end: 'uneven' }))).toBe('SGD: an epoch is read where B divides n, at least twice: choose another B.')
})

it('reads directions and lags, and exports both', () => {
  const view = viewWith(PART)
  expect(reshuffledSpec(false).stops?.(view)).toEqual([1, 2])
  expect(
    reshuffledSpec(false)
      .readout(view, 2, undefined)
      .rows.map(r => r.value),
  ).toEqual(['0.250 ± 0.02', '0.200'])
  expect(
    reshuffledSpec(true)
      .readout(view, 1, undefined)
      .rows.map(r => r.value),
  ).toEqual(['−0.0135 ± 0.001', '−0.0133'])
  const { header, rows } = reshuffledSpec(true).table(view)
  expect(rows).toHaveLength(4)
  for (const row of rows) expect(row).toHaveLength(header.length)
  expect(rows[3]?.[header.indexOf('h')]).toBe(2)
  expect(reshuffledSpec(true).missing?.(viewOfRows(PRESETS.get('escape')!.scenario, [[], []]))).toContain('noisy labels')
})
