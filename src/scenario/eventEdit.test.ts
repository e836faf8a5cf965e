import { expect, it } from 'vitest'
import { changesNothing, movedEvents, withoutEvents } from '.'
import { armAt } from './events'
import { decodeFields, encodeFields } from './link'
import type { Scenario, ScenarioEvent } from './types'

const base = decodeFields('s=linear-anisotropic&steps=500&at=20:sgd.eta:0.3,80:B:8,100:gd.eta:1.5,300:sgd.eta:0.2,320:sgd.eta:0.1')
const nth = (s: Scenario, i: number) => s.events[i] as ScenarioEvent
const courses = (s: Scenario) => s.arms.map((_, a) => Array.from({ length: s.steps }, (_, step) => armAt(s, a, step)))

it('moves a change, and nothing else, to where the link says so', () => {
  const moved = movedEvents(base, [nth(base, 1)], 130)
  expect(encodeFields(moved)).toContain('at=20:sgd.eta:0.3,100:gd.eta:1.5,210:B:8,300')
  expect(decodeFields(encodeFields(moved))).toEqual(moved)
  expect(withoutEvents(moved, [nth(moved, 2)])).toEqual(withoutEvents(base, [nth(base, 1)]))
})

it.each([0, 1, 2, 3, 4].flatMap(i => [-400, -7, 1, 33, 133, 400].map(by => [i, by] as const)))(
  'there and back is the same scenario: change %i by %i',
  (i, by) => {
    const there = movedEvents(base, [nth(base, i)], by)
    const gone = there.events.find(e => !base.events.some(b => b.step === e.step && b.field === e.field && b.arm === e.arm))
    const back = gone ? movedEvents(there, [gone], nth(base, i).step - gone.step) : there
    expect(back).toEqual(base)
    expect(there.events.map(e => e.step)).toEqual(there.events.map(e => e.step).sort((a, b) => a - b))
    expect(Math.max(...there.events.map(e => e.step))).toBeLessThan(base.steps)
  },
)

it('moves the changes of one drag together, as far as all of them may go', () => {
  const moved = movedEvents(base, base.events.slice(3), 400)
  expect(moved.events.slice(3).map(e => e.step)).toEqual([479, 499])
  const without = withoutEvents(base, [nth(base, 0)])
  expect(
    movedEvents(without, base.events.slice(3), -1000)
      .events.slice(0, 2)
      .map(e => e.step),
  ).toEqual([0, 20])
})

it('refuses the step of another change of the same setting, and takes that of one of another', () => {
  expect(() => movedEvents(base, [nth(base, 0)], 280)).toThrow('step 300')
  const all = decodeFields('s=linear-anisotropic&at=20:eta:0.3,50:gd.eta:1')
  expect(() => movedEvents(all, [nth(all, 0)], 30)).toThrow('step 50')
  const met = movedEvents(base, [nth(base, 1)], 20)
  expect(met.events.filter(e => e.step === 100).map(e => e.field)).toEqual(['B', 'eta'])
})

it('deletes a change, so that what was in force stays', () => {
  const without = withoutEvents(base, [nth(base, 3)])
  expect(without.events).toEqual(base.events.filter((_, i) => i !== 3))
  expect(courses(without)[0]?.[310]?.eta).toBe(0.3)
  expect(courses(without)[0]?.[330]?.eta).toBe(0.1)
  expect(courses(without)[1]).toEqual(courses(base)[1])
})

it('says whether a change changes nothing', () => {
  const s = decodeFields('s=linear-anisotropic&at=20:sgd.eta:0.3,40:sgd.eta:0.3,60:eta:0.3')
  expect(s.events.map(e => changesNothing(s, e))).toEqual([false, true, false])
  expect(changesNothing(decodeFields('s=linear-anisotropic&at=20:sgd.eta:0.5'), { step: 20, arm: 'sgd', field: 'eta', value: 0.5 })).toBe(
    true,
  )
})
