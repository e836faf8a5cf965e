import { expect, it } from 'vitest'
import { decodeLink } from '../../../scenario'
import { intrinsicArms, planIntrinsic } from '../../../store/studyPlans/intrinsic'
import { viewOfRows } from '../testing/view.fixture'
import { INTRINSIC } from './spec'

const scenario = decodeLink('s=intrinsic-time')

function viewWithParts() {
  const view = viewOfRows(
    scenario,
    scenario.arms.map(() => []),
  )
  view.traces.startStudy(
    'intrinsic',
    'key',
    [0, 1].map(arm => ({ scenario: { ...scenario, arms: scenario.arms.slice(arm, arm + 1) }, arm })),
  )
  for (const arm of [0, 1]) {
    const of = (...values: number[]) => Float64Array.from(values, v => v * (1 + arm))
    view.traces.addPart('intrinsic', arm, {
      ...{
        arm: scenario.arms[arm]?.id ?? '',
        until: 20,
        end: null,
        floor: 0.02,
        hyper: { along: Float64Array.of(3.1, 4.5), least: 5, most: 20 },
        step: Float64Array.of(0, 10, 20),
        time: Float64Array.of(0, 1, 1.5),
      },
      ...{ loss: of(1, 0.2, 0.04), forgetting: of(0.98, 0.1, 0.01), noise: of(0, 0.08, 0.01) },
      ...{ flow: of(1, 0.19, 0.05), flowForgetting: of(0.98, 0.1, 0.01), flowNoise: of(0, 0.07, 0.02) },
    })
  }
  return view
}

it('splits E[L] of arms whose minibatches are independent, on linear models', () => {
  expect(intrinsicArms(scenario)).toEqual([0, 1, 2, 3])
  expect(intrinsicArms(decodeLink('s=linear-label-noise&arms=a:sgd,b:gd,c:adam&a.sampling=reshuffled'))).toEqual([1])
  expect(intrinsicArms(decodeLink('s=two-layer'))).toEqual([])
  expect(planIntrinsic({ scenario, arm: '', step: 0 })?.automatic).toBe(true)
  expect(planIntrinsic({ scenario: { ...scenario, view: { ...scenario.view, study: 'none' } }, arm: '', step: 0 })).toBeNull()
})

it('says what E[L] is made of at the end, reads at a time, and exports every arm', () => {
  const view = viewWithParts()
  expect(INTRINSIC.sentence(view)).toBe(
    'CONSTANT: at T = 1.50, E[L] = 0.0400 is 25 % what is left of the start, 25 % noise and 50 % floor; intrinsic time says 0.0500.',
  )
  expect(INTRINSIC.readout(view, 1.2, undefined).rows.map(({ value }) => value)).toEqual(['0.200', '0.100', '0.0800', '0.0200', '0.190'])
  const { header, rows } = INTRINSIC.table(view)
  expect(rows).toHaveLength(6)
  expect(rows[5]?.[header.indexOf('E_loss')]).toBe(0.08)
  expect(['hypercontractivity_least', 'hypercontractivity_most'].map(name => rows[5]?.[header.indexOf(name)])).toEqual([5, 20])
  const { text, formulas } = INTRINSIC.explain(view)
  expect(formulas[2]?.tex).toContain('5\\le C\\le 20')
  expect(text.join(' ')).toContain('up to 4.50 along the eigenvectors of G')
})

it('says where E[L] leaves all numbers, where the recursion ends before the run, and that there are too many directions', () => {
  const view = viewWithParts()
  const study = view.traces.studies.get('intrinsic')
  const part = study?.parts[0]
  if (!part) throw new Error('no part')
  const at = (value: number) => Float64Array.of(1, 1, value)
  view.traces.addPart('intrinsic', 0, { ...part, loss: at(Number.POSITIVE_INFINITY), noise: at(Number.POSITIVE_INFINITY), end: 'budget' })
  expect(INTRINSIC.sentence(view)).toBe(
    'CONSTANT: by T = 1.50, E[L] has grown beyond all numbers; intrinsic time says 0.0500. CONSTANT’s recursions end at step 20: more would take too long.',
  )
  for (const arm of [0, 1]) view.traces.addPart('intrinsic', arm, null)
  expect(INTRINSIC.missing?.(view)).toMatch(/up to 400 directions/)
})
