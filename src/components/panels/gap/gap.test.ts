import { expect, it } from 'vitest'
import { planGap } from '../../../store/studyPlans/gap'
import type { GapPart } from '../../../workers/studies/gap'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { gapSentence } from './sentence'
import { laws, sizesOf } from './sizes'
import { GAP } from './spec'

const base = scenarioWith('stochastic-edge')
const scenario = { ...base, view: { ...base.view, study: 'gap' as const } }
const plan = planGap({ scenario, arm: 'sgd2', step: 0 })!
const tasks = await plan.tasks(async () => ({ step: 0, thetas: [] }))

/** Gaps c·B^(−exponent) at η = 0.3, with noise in proportion to 1/B. */
function viewWith(exponent: number, c = 12, count = tasks.length, jitter = 0) {
  const view = viewOfRows(
    scenario,
    scenario.arms.map(() => []),
  )
  view.traces.startStudy('gap', plan.key, tasks)
  for (const [i, { scenario: own }] of tasks.slice(0, count).entries()) {
    const { B = 1, eta = 1 } = own.arms[0] ?? {}
    const gap = c * B ** -exponent * (i % 2 ? 1 + jitter : 1 - jitter)
    const lambda = Float64Array.of(2 / eta - 0.9 * gap, 2 / eta - 1.1 * gap, Number.NaN)
    const same = (v: number) => Float64Array.of(v, v, Number.NaN)
    const part: GapPart = { lambda, noise: same(0.8), curvature: same(2), loss: same(0.1), eta, B, strength: 1 / B }
    view.traces.addPart('gap', i, part)
  }
  return view
}

it('asks for one arm alone with batches from 4 to half of the samples, read over the last third', () => {
  expect(tasks.map(task => task.scenario.arms.map(({ id, B }) => [id, B]))).toEqual(
    [4, 6, 8, 11, 16, 23, 32, 45, 64].map(B => [['sgd2', B]]),
  )
  expect([tasks[0]?.steps.at(0), tasks[0]?.steps.at(-1), tasks[0]?.steps.length]).toEqual([1389, 2000, 12])
  expect(planGap({ scenario: base, arm: 'sgd', step: 0 })).toBeNull()
  const few = { ...scenario, data: { ...scenario.data, n: 14 } }
  expect(planGap({ scenario: few, arm: 'sgd', step: 0 })).toBeNull()
  expect(planGap({ scenario: { ...scenario, arms: scenario.arms.slice(0, 1) }, arm: 'gd', step: 0 })).toBeNull()
})

it('means, σ_u² and g of the readings that there are, and the fitted powers', () => {
  const sizes = sizesOf(viewWith(1.27))
  expect(sizes[0]).toMatchObject({ B: 4, count: 2, noise: 0.2, g: 0.8 / (2 * 0.1 * 2), loss: 0.1 })
  expect(sizes[0]?.gap).toBeCloseTo(12 * 4 ** -1.27, 12)
  expect(sizes[0]?.error).toBeCloseTo(0.1 * 12 * 4 ** -1.27, 12)
  const found = laws(sizes)
  expect(found?.overB.slope).toBeCloseTo(-1.27, 10)
  expect(found?.overNoise.slope).toBeCloseTo(1.27, 10)
  expect(laws(sizes.slice(0, 2))).toBeNull()
})

it('says which exponent it is, and what lies beyond the edge', () => {
  expect(gapSentence(viewWith(1))).toContain('2/η − λ₁(H) ∝ B^(−1.00 ± 0.00), as theory says; over σ_u² the exponent is 1.00 ± 0.00')
  expect(gapSentence(viewWith(1.27))).toContain('as publication says')
  expect(gapSentence(viewWith(0.5))).toContain('neither −1 nor −1.27')
  expect(gapSentence(viewWith(1.1, 12, 9, 0.6))).toContain('too uncertain to tell −1 from −1.27')
  expect(gapSentence(viewWith(1, -1))).toBe('SGD 2: too few batch sizes below 2/η to fit a power law.')
  expect(gapSentence(viewWith(1, 12, 3))).toBe('SGD 2: 3 of 9 batch sizes so far.')
  expect(gapSentence(viewWith(1, 12, 0))).toBe('Waiting for the first batch size.')
})

it('reads and exports every batch size', () => {
  const view = viewWith(1)
  expect(GAP.stops?.(view)).toEqual([4, 6, 8, 11, 16, 23, 32, 45, 64])
  expect(GAP.readout(view, 4, undefined).rows.map(r => r.value)).toEqual(['3 ± 0.30', '3.67 of 6.67', '0.200', '2', '0.100'])
  const { header, rows } = GAP.table(view)
  expect(rows).toHaveLength(9)
  expect(rows[0]?.[header.indexOf('B')]).toBe(4)
})
