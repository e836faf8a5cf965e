import { expect, it } from 'vitest'
import { PRESETS } from '../../scenario'
import { STUDY_PLANS } from '../../store/studyPlans'
import { compute, type MarginPart } from './margin'

const shown: MarginPart[] = []
const context = {
  assets: { mnist: () => Promise.reject(new Error('no digits here')) },
  report: () => {},
  show: (part: MarginPart) => void shown.push(part),
}
const preset = PRESETS.get('margin')!.scenario

it('gives a course that grows while it is computed', async () => {
  const part = await compute({ scenario: { ...preset, steps: 4000 }, kind: 'ngd' }, context)
  if (part.end !== null) throw new Error(part.end)
  expect([part.kind, part.n, part.d, part.support, part.steps.at(-1)]).toEqual(['ngd', 60, 5, 5, 4000])
  expect(part.slack).toBeLessThan(1e-12 * part.margin)
  const lengths = shown.map(p => (p.end === null ? p.steps.length : 0))
  expect(lengths.length).toBeGreaterThan(3)
  expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
})

it('says why there is no margin', async () => {
  const noisy = { ...preset, data: { ...preset.data, teacher: 'tanh-units' as const, labelNoise: 3 } }
  expect((await compute({ scenario: noisy, kind: 'gd' }, context)).end).toBe('inseparable')
  const huge = { ...preset, data: { ...preset.data, n: 5000, d: 100 } }
  expect((await compute({ scenario: huge, kind: 'gd' }, context)).end).toBe('large')
})

it('is planned for what its data are, not for arms', () => {
  const planOf = (scenario: typeof preset) => STUDY_PLANS.margin({ scenario, arm: 'sgd', step: 0 })
  const { key } = planOf(preset)!
  expect(planOf({ ...preset, arms: [{ ...preset.arms[0], eta: 0.01 }] })!.key).toBe(key)
  expect(planOf({ ...preset, seed: 4 })!.key).not.toBe(key)
  expect(planOf({ ...preset, view: { ...preset.view, study: 'none' } })).toBeNull()
})
