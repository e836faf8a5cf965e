import { describe, expect, it } from 'vitest'
import { checkScenario } from './check'
import { changeOf } from './events'
import { lastPush } from './lastPush'
import { mayBeginEscape } from './mayBeginEscape'
import { PRESETS } from './presets'
import type { Arm, Scenario, ScenarioEvent } from './types'

const base = PRESETS.get('escape')!.scenario

function plan(events: readonly ScenarioEvent[], sgd: Partial<Arm> = {}): Scenario {
  return checkScenario({ ...base, arms: base.arms.map(a => (a.kind === 'sgd' ? { ...a, ...sgd } : a)), events })
}

const at = (step: number, arm: string, field: ScenarioEvent['field'], value: ScenarioEvent['value']): ScenarioEvent => ({
  step,
  ...changeOf(arm, field, value),
})

describe('where an escape began', () => {
  it('is the last change that raises η, lowers B or switches a noise on', () => {
    const s = plan([at(10, 'sgd', 'eta', 0.4), at(20, 'sgd', 'eta', 0.3), at(30, 'sgd', 'B', 8), at(40, 'sgd', 'B', 2)])
    const steps = [0, 9, 10, 25, 39, 40, 400].map(step => lastPush(s, 0, step))
    expect(steps).toEqual([undefined, undefined, 10, 10, 10, 40, 40])
    expect(lastPush(s, 1)).toBeUndefined()
    const off = plan([at(5, 'sgd', 'B', 1), at(7, '', 'eta', 2.2), at(9, 'sgd', 'noise', 'isotropic')], { noise: 'none', B: 4 })
    expect([6, 8, 9].map(step => lastPush(off, 0, step))).toEqual([undefined, 7, 9])
    expect(lastPush(off, 1)).toBe(7)
  })

  it('asks what is in force at the step: schedules, and changes of one step together', () => {
    // Half way down a cosine, going over to a constant rate is a rise.
    const cosine = plan([at(50, 'sgd', 'schedule', 'constant')], { schedule: 'cosine', period: 100, floor: 0.1 })
    expect(lastPush(cosine, 0)).toBe(50)
    const both = plan([at(50, 'sgd', 'schedule', 'constant'), at(50, 'sgd', 'eta', 0.05)], { schedule: 'cosine', period: 100, floor: 0.1 })
    expect(lastPush(both, 0)).toBeUndefined()
    // Swapping one noise for another of the same trace drives nothing.
    expect(lastPush(plan([at(3, 'sgd', 'noise', 'g-shaped')]), 0)).toBeUndefined()
  })
})

it('mayBeginEscape holds wherever an escape began, and where nothing was pushed harder it does not', () => {
  const fields: [ScenarioEvent['field'], ScenarioEvent['value']][] = [
    ['eta', 0.4],
    ['eta', 0.01],
    ['B', 2],
    ['B', 30],
    ['noise', 'isotropic'],
    ['noise', 'none'],
    ['schedule', 'constant'],
    ['floor', 0.9],
    ['momentum', 0.5],
  ]
  for (const schedule of ['constant', 'cosine'] as const)
    for (const first of fields)
      for (const second of fields) {
        const s = plan([at(10, 'sgd', ...first), at(20, '', ...second)], { schedule, B: 4 })
        for (const arm of [0, 1]) if (lastPush(s, arm) !== undefined) expect(mayBeginEscape(s, arm), JSON.stringify(s.events)).toBe(true)
      }
  expect(mayBeginEscape(plan([at(10, 'sgd', 'eta', 0.01), at(20, 'sgd', 'momentum', 0.5)]), 0)).toBe(false)
})
