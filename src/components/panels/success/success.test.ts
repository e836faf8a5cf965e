import { expect, it } from 'vitest'
import { PRESETS } from '../../../scenario'
import { STUDY_PLANS } from '../../../store/studyPlans'
import { number } from '../reading/numbers'
import { viewOfRows } from '../testing/view.fixture'
import { SUCCESS } from './spec'

const { scenario } = PRESETS.get('zhu-2d')!
const plan = STUDY_PLANS.success({ scenario, arm: 'sgd', step: 0 })!
const tasks = await plan.tasks(async () => ({ step: 0, thetas: [] }))

function viewWith(counts: readonly (number | undefined)[]) {
  const view = viewOfRows(
    scenario,
    scenario.arms.map(() => []),
  )
  view.traces.startStudy('success', plan.key, tasks)
  counts.forEach((successes, i) => {
    if (successes !== undefined) view.traces.addPart('success', i, { successes, repeats: 2000 })
  })
  return view
}

it('has a task per noise, with the trace and η of an arm that has noise, and only for this model', () => {
  expect(tasks.map(t => t.noise)).toEqual(['none', 'isotropic', 'diagonal', 'top-k', 'g-shaped', 'top-eigenvector'])
  expect(tasks.every(t => t.arm.trace === 0.01 && t.arm.eta === 0.005 && t.repeats === 2000)).toBe(true)
  expect(STUDY_PLANS.success({ scenario: PRESETS.get('valley')!.scenario, arm: 'sgd', step: 0 })).toBeNull()
  const other = { ...scenario, view: { ...scenario.view, speed: 1 } }
  expect(STUDY_PLANS.success({ scenario: other, arm: 'gd', step: 9 })!.key).toBe(plan.key)
  expect(STUDY_PLANS.success({ scenario: { ...scenario, seed: 9 }, arm: 'sgd', step: 0 })!.key).not.toBe(plan.key)
})

it('says what has been counted, with its standard error, next to the known rates', () => {
  expect(SUCCESS.sentence(viewWith([]))).toBe('Nothing has been counted yet.')
  const view = viewWith([0, 42, undefined, 700, undefined, 816])
  expect(SUCCESS.sentence(view)).toBe(`Top eigenvector of G: 41 % of ${number(2000)} repeats reach the flat basin; GD, no noise: 0 %.`)
  expect(SUCCESS.table(view).rows[3]).toEqual(['top-k', 2000, 700, 0.35, Math.sqrt((0.35 * 0.65) / 2000), 0.33])
  expect(SUCCESS.readout(view, 4, undefined).rows.map(r => r.value)).toEqual(['35 ± 1 %', '33 %'])
  expect(SUCCESS.readout(view, 3, undefined).rows.map(r => r.value)).toEqual(['1 %'])
})
