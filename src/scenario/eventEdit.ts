import { armUses } from './armUses'
import { checkScenario, normalize } from './check'
import { ScenarioError } from './error'
import type { Scenario, ScenarioEvent } from './types'
import { formatFieldValue, sameValue } from './value'

const isOne = (a: ScenarioEvent, b: ScenarioEvent) =>
  a === b || (a.step === b.step && a.arm === b.arm && a.field === b.field && sameValue(a.value, b.value))

const isAmong = (events: readonly ScenarioEvent[], event: ScenarioEvent) => events.some(e => isOne(e, event))

/** Whether two changes set one field of one arm. */
const meet = (a: ScenarioEvent, b: ScenarioEvent) => a.field === b.field && (a.arm === b.arm || a.arm === '' || b.arm === '')

/**
 * The scenario with some of its changes `by` steps later, or as far as they may go together: none before the start or beyond the last
 * step that is taken. Throws a ScenarioError where one would come to the step of another change of the same setting.
 */
export function movedEvents(s: Scenario, picked: readonly ScenarioEvent[], by: number): Scenario {
  const steps = picked.map(e => e.step)
  const most = Math.max(0, s.steps - 1 - Math.max(...steps))
  const shift = Math.min(most, Math.max(-Math.min(...steps), by))
  const rest = s.events.filter(e => !isAmong(picked, e))
  const events = s.events.map(e => (isAmong(picked, e) ? { ...e, step: e.step + shift } : e))
  for (const e of events.filter(e => !rest.includes(e)))
    if (rest.some(other => other.step === e.step && meet(other, e)))
      throw new ScenarioError(
        `at.${e.field}`,
        `step ${e.step}`,
        'a step at which the same setting does not change otherwise: move or delete that change first',
      )
  return checkScenario(normalize({ ...s, events }))
}

/** The scenario without some of its changes. */
export function withoutEvents(s: Scenario, picked: readonly ScenarioEvent[]): Scenario {
  return checkScenario(normalize({ ...s, events: s.events.filter(e => !isAmong(picked, e)) }))
}

/** Whether a change finds the value that it sets already in force in every arm that it speaks of. */
export function changesNothing(s: Scenario, event: ScenarioEvent): boolean {
  const at = s.events.findIndex(e => isOne(e, event))
  const before = s.events.slice(0, Math.max(0, at))
  const owners = s.arms.filter(arm => (event.arm === '' || event.arm === arm.id) && armUses(arm.kind, event.field))
  return owners.every(arm => {
    const last = before.findLast(e => e.field === event.field && (e.arm === '' || e.arm === arm.id))
    return formatFieldValue(last?.value ?? arm[event.field]) === formatFieldValue(event.value)
  })
}
