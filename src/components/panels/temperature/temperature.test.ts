import { expect, it } from 'vitest'
import { PRESETS } from '../../../scenario'
import { STUDY_PLANS } from '../../../store/studyPlans'
import type { TemperaturePart } from '../../../workers/studies/temperature'
import { viewOfRows } from '../testing/view.fixture'
import { temperatureSpec } from './spec'

const { scenario } = PRESETS.get('effective-temperature')!
const plan = STUDY_PLANS.temperature({ scenario, arm: 'sgd', step: 0 })!
const tasks = await plan.tasks(async () => ({ step: 0, thetas: [] }))
const spec = temperatureSpec(false)

function viewWith(part?: TemperaturePart) {
  const view = viewOfRows(scenario, [[]])
  view.traces.startStudy('temperature', plan.key, tasks)
  if (part) view.traces.addPart('temperature', 0, part)
  return view
}

const estimate = (mean: number[], share: number) => ({ mean: Float64Array.from(mean), error: Float64Array.from(mean, v => share * v) })
const part = (value: number, error: number): TemperaturePart => ({
  ...{ end: null, eta: 0.2, B: 4, floor: 1, loss: 1.1 },
  lambda: Float64Array.of(1, 0.5, 0.25),
  exact: Float64Array.of(8, 4, 2),
  aligned: Float64Array.of(8, 4, 2.5),
  directions: Int32Array.of(0, 2),
  lags: Int32Array.of(1, 4),
  response: Float64Array.of(0.2, 0.6, 0.2, 0.7),
  measured: {
    replicas: 16,
    drop: estimate([1.6, 4.8, 0.4, 1.4], 0.1),
    chi: estimate([0.2, 0.6, 0.2, 0.7], 0.05),
    T: estimate([8, 2], 0.1),
    ratio: { value, error },
  },
})

it('says plainly whether one temperature will do', () => {
  expect(spec.sentence(viewWith())).toBe('Waiting for the first replicas.')
  const claim = '(3.20 times if Σ = 2L·G)'
  expect(spec.sentence(viewWith(part(4, 0.5)))).toBe(`SGD: sharp v₁ is 4 ± 0.5 times as hot as flat v₃, no single temperature ${claim}.`)
  expect(spec.sentence(viewWith(part(0.5, 0.05)))).toContain('flat v₃ is 2 ± 0.2 times as hot as sharp v₁')
  expect(spec.sentence(viewWith(part(1.1, 0.1)))).toContain('equally hot within the error')
  expect(spec.sentence(viewWith({ end: 'unstable' }))).toContain('grow without end')
})

it('reads directions that were measured and those that were not, and exports every lag', () => {
  const view = viewWith(part(4, 0.5))
  expect(spec.stops!(view)).toEqual([1, 3])
  expect(spec.readout(view, 1, undefined).rows.map(r => r.value)).toEqual(['8 ± 0.8', '8', '8'])
  expect(spec.readout(view, 2, undefined).rows.map(r => r.value)).toEqual(['–', '4', '4'])
  const { header, rows } = spec.table(view)
  expect(rows).toHaveLength(4 + 1 + 2)
  expect(rows[4].slice(0, 7)).toEqual(['sgd', 2, 0.5, Number.NaN, Number.NaN, 4, 4])
  expect([rows[6][8], rows[6][11]]).toEqual([0.6 + 0.7, 4.8 + 1.4])
  expect(Object.fromEntries(header.map((h, i) => [h, rows[3][i]]))).toMatchObject({
    arm: 'sgd',
    k: 3,
    t: 4,
    T: 2,
    chi: 0.7,
    drop: 1.4,
    drop_exact: 1.4,
  })
})

it('names what it needs where it has nothing to read', () => {
  expect(spec.missing!(viewWith())).toBeUndefined()
  const view = viewOfRows({ ...scenario, data: { ...scenario.data, labelNoise: 0 } }, [[]])
  expect(spec.missing!(view)).toContain('noisy labels')
})
