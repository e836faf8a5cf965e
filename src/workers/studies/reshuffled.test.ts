import { expect, it } from 'vitest'
import { PRESETS } from '../../scenario'
import { compute, type ReshuffledReport } from './reshuffled'

const context = { assets: { mnist: () => Promise.reject(new Error('no digits here')) }, report: () => {}, show: () => {} }
const preset = PRESETS.get('effective-temperature')!.scenario
const withArm = (data: object, arm: object) => ({ ...preset, data: { ...preset.data, ...data }, arms: [{ ...preset.arms[0], ...arm }] })

it('measures the correlations of the formula and, at a small rate, the variances of noise free of θ', async () => {
  const scenario = withArm({ n: 60, d: 4 }, { eta: 0.05, B: 10 })
  const part = (await compute({ scenario }, context)) as ReshuffledReport
  expect([part.M, part.replicas, part.lambda.length, part.formula.length]).toEqual([6, 64, 4, 6])
  for (const [h, wanted] of part.formula.entries()) {
    const [mean, error] = [part.correlation.mean[h], part.correlation.error[h]]
    expect(Math.abs(mean - wanted), `lag ${h + 1}`).toBeLessThan(4 * error)
    expect(error).toBeLessThan(0.02)
  }
  for (const [k, wanted] of part.expected.entries()) {
    const [mean, error] = [part.ratio.mean[k], part.ratio.error[k]]
    expect(Math.abs(mean - wanted), `direction ${k + 1}`).toBeLessThan(4 * error + 0.05 * wanted)
    expect(error, `direction ${k + 1}`).toBeLessThan(0.15 * wanted)
  }
  expect(part.exact).toBeNull()
  // Flat directions lose most.
  expect(part.ratio.mean[3]).toBeLessThan(0.5 * part.ratio.mean[0])
})

it('of few samples has the exact variance, which its replicas come to', async () => {
  const part = (await compute({ scenario: withArm({ n: 10, d: 3 }, { eta: 0.4, B: 2 }) }, context)) as ReshuffledReport
  expect(part.exact).toHaveLength(3)
  for (const [k, wanted] of (part.exact ?? []).entries()) {
    const [mean, error] = [part.ratio.mean[k], part.ratio.error[k]]
    expect(Math.abs(mean - wanted), `direction ${k + 1}`).toBeLessThan(4 * error)
    expect(error, `direction ${k + 1}`).toBeLessThan(0.1 * wanted)
  }
})

it('says where there is nothing to read', async () => {
  const end = async (data: object, arm: object = {}) => (await compute({ scenario: withArm(data, arm) }, context)).end
  expect(await end({ n: 8, d: 12 }, { B: 4 })).toBe('interpolates')
  expect(await end({}, { eta: 1.9, B: 1 })).toBe('unstable')
  expect(await end({}, { eta: 1e-4 })).toBe('slow')
  expect(await end({ n: 300, d: 250 })).toBe('large')
  expect(await end({}, { B: 7 })).toBe('uneven')
  expect(await end({}, { B: 300 })).toBe('uneven')
})
