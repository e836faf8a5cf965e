import { expect, it } from 'vitest'
import { PRESETS } from '../../scenario'
import { scenarioOf } from '../../sim/testing/scenario.fixture'
import { STUDY_PLANS } from '../../store/studyPlans'
import { compute, type TemperatureReport } from './temperature'

const context = { assets: { mnist: () => Promise.reject(new Error('no digits here')) }, report: () => {}, show: () => {} }
const preset = PRESETS.get('effective-temperature')!.scenario
const planOf = (scenario: typeof preset) => STUDY_PLANS.temperature({ scenario, arm: 'sgd', step: 0 })

it.each(['with-replacement', 'without-replacement'] as const)(
  'what replicas show is what the recursions say, within 4 s.e.: %s',
  async sampling => {
    const scenario = { ...preset, data: { ...preset.data, n: 40, d: 4 }, arms: [{ ...preset.arms[0], eta: 0.3, B: 6, sampling }] }
    const part = (await compute({ scenario }, context)) as TemperatureReport
    const { measured, directions, lags, response, exact } = part
    const within = (value: number, error: number, truth: number, what: string) => {
      expect(Math.abs(value - truth), what).toBeLessThan(4 * error + 1e-12)
      expect(error, what).toBeLessThan(0.1 * Math.abs(truth) + 1e-12)
    }
    expect(measured.replicas).toBe(400)
    for (const [q, k] of directions.entries()) {
      within(measured.T.mean[q], measured.T.error[q], exact[k], `T_${k + 1}`)
      for (const [l, t] of lags.entries()) {
        const at = q * lags.length + l
        within(measured.chi.mean[at], measured.chi.error[at], response[at], `χ_${k + 1}(${t})`)
        within(measured.drop.mean[at], measured.drop.error[at], exact[k] * response[at], `C_${k + 1}(0) − C_${k + 1}(${t})`)
      }
    }
    within(measured.ratio.value, measured.ratio.error, exact[0] / exact[directions.at(-1)!], 'ratio')
    // The batches matter: drawn with replacement, the noise is (n − 1)/(n − B) times as large.
    const other = { ...scenario, arms: [{ ...scenario.arms[0], B: 40, sampling: 'with-replacement' as const }] }
    expect(((await compute({ scenario: other }, context)) as TemperatureReport).exact[0]).toBeLessThan(0.5 * exact[0])
  },
)

it('says where there is no stationary state', async () => {
  const end = async (more: object, arm: object = {}) =>
    (await compute({ scenario: { ...preset, data: { ...preset.data, ...more }, arms: [{ ...preset.arms[0], ...arm }] } }, context)).end
  expect(await end({ n: 8, d: 12 })).toBe('interpolates')
  expect(await end({}, { eta: 1.9, B: 1 })).toBe('unstable')
  expect(await end({}, { eta: 1e-4 })).toBe('slow')
  expect(await end({ n: 300, d: 250 })).toBe('large')
})

it('is planned for plain SGD on a linear model with noisy labels, under the settings in force at the end', async () => {
  const plan = planOf(preset)!
  expect(plan.automatic).toBe(true)
  expect(planOf({ ...preset, view: { ...preset.view, study: 'none' } })).toBeNull()
  expect(planOf({ ...preset, arms: [{ ...preset.arms[0], momentum: 0.9 }] })).toBeNull()
  expect(planOf({ ...preset, data: { ...preset.data, labelNoise: 0 } })).toBeNull()
  expect(planOf(scenarioOf({ view: { study: 'temperature' }, model: { kind: 'olm-diagonal' }, data: { labelNoise: 1 } }))).toBeNull()
  const changed = { ...preset, events: [{ step: 90, arm: 'sgd', field: 'eta' as const, value: 0.05 }] }
  const task = (await planOf(changed)!.tasks(() => Promise.reject(new Error('not asked'))))[0]
  expect(task.scenario.arms[0].eta).toBe(0.05)
  expect(planOf(changed)!.key).not.toBe(plan.key)
  expect(planOf({ ...preset, steps: 9 })!.key).toBe(plan.key)
})
