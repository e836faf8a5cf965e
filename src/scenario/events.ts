import { elementAt } from '../lib/values'
import { armUses } from './armUses'
import type { Arm, ArmChange, ArmField, FieldValue, Scenario } from './types'

/** The change that gives a field a value; whether it may have it is for `checkScenario` to say. */
export function changeOf(arm: string, field: ArmField, value: FieldValue): ArmChange {
  return { arm, field, value } as ArmChange
}

/** The settings of arm `index` that are in force when step `step` is taken: its own values, then every event so far. */
export function armAt(scenario: Scenario, index: number, step: number): Arm {
  let arm = elementAt(scenario.arms, index)
  for (const e of scenario.events) {
    if (e.step > step) break
    if ((e.arm === '' || e.arm === arm.id) && armUses(arm.kind, e.field)) arm = { ...arm, [e.field]: e.value }
  }
  return arm
}

/** The step of the first event after `step`, or Infinity. */
export function nextEventAfter(scenario: Scenario, step: number): number {
  for (const e of scenario.events) if (e.step > step) return e.step
  return Number.POSITIVE_INFINITY
}
