import { expect, it } from 'vitest'
import { branched, branchesOf, isCarried } from '.'
import { armAt } from './events'
import { decodeFields, encodeFields } from './link'
import type { Scenario } from './types'

const at = (text: string) => decodeFields(`s=linear-anisotropic&${text}`)
const base = at('at=50:sgd.eta:0.3,80:B:8,100:gd.eta:1.5,300:B:2,400:sgd.eta:0.1')
const wish = { of: 'sgd', step: 200, field: 'momentum', value: 0.9 } as const

/** The settings of an arm at steps around every event. */
const course = (s: Scenario, id: string, until = 500) => {
  const index = s.arms.findIndex(arm => arm.id === id)
  return Array.from({ length: until }, (_, step) => ({ ...armAt(s, index, step), id: '' }))
}

it('is a copy of its parent up to its step, on the same random numbers, and its own from there', () => {
  const { scenario, id } = branched(base, wish)
  expect(id).toBe('sgdfrom200')
  expect(scenario.arms.at(-1)).toEqual({ ...base.arms[0], id })
  expect(course(scenario, id, 200)).toEqual(course(base, 'sgd', 200))
  const atBranch = course(base, 'sgd')[200]
  for (const settings of course(scenario, id).slice(200)) expect(settings).toEqual({ ...atBranch, momentum: 0.9 })
})

it('leaves every other arm as it was, whatever changes all of them later', () => {
  const { scenario } = branched(base, wish)
  for (const arm of ['sgd', 'gd']) expect(course(scenario, arm)).toEqual(course(base, arm))
})

it('takes the place of what its parent changes at that very step', () => {
  const { scenario, id } = branched(at('at=200:sgd.eta:0.3'), { ...wish, field: 'eta', value: 0.7 })
  expect(scenario.events.filter(e => e.arm === id)).toEqual([{ step: 200, arm: id, field: 'eta', value: 0.7 }])
  expect(course(scenario, 'sgd')[200]?.eta).toBe(0.3)
})

it('acts after what changes all arms at that step', () => {
  const { scenario, id } = branched(at('at=200:eta:0.3'), { ...wish, field: 'eta', value: 0.7 })
  expect(course(scenario, id)[200]?.eta).toBe(0.7)
})

it('goes through a link', () => {
  const { scenario } = branched(base, wish)
  expect(decodeFields(encodeFields(scenario))).toEqual(scenario)
  expect(branchesOf(decodeFields(encodeFields(scenario)))).toEqual(branchesOf(scenario))
})

it('has a name that no arm has, within what links allow', () => {
  const once = branched(base, wish)
  const twice = branched(once.scenario, { ...wish, value: 0.5 })
  expect(twice.id).toBe('sgdfrom200b')
  expect(branched(once.scenario, { ...wish, of: once.id, step: 300 }).id).toBe('sgdfrom300')
  expect(branched(base, { ...wish, step: 1_234_567 }).id).toBe('sfrom1234567')
  expect(branched(base, { ...wish, step: 123_456_789 }).id).toBe('branch')
})

it('refuses a fifth arm, and a field that the arm does not use, by name', () => {
  const three = branched(branched(base, wish).scenario, { ...wish, value: 0.1 }).scenario
  expect(() => branched(three, wish)).toThrow('fewer than 4')
  expect(() => branched(base, { of: 'gd', step: 5, field: 'B', value: 2 })).toThrow('gdfrom5.B')
})

it('is found again in any scenario, and what it repeats of its parent too', () => {
  const { scenario } = branched(base, wish)
  expect(branchesOf(scenario)).toEqual([null, null, { parent: 'sgd', step: 200 }])
  expect(scenario.events.filter(e => isCarried(scenario, e)).map(e => [e.step, e.arm])).toEqual([[50, 'sgdfrom200']])
  expect(branchesOf(at('arms=sgd,sgd2:sgd&sgd2.draws=1'))).toEqual([null, null])
  expect(branchesOf(at('arms=sgd,sgd2:sgd'))).toEqual([null, null])
})
