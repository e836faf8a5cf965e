import { elementAt } from '../lib/values'
import { armUses } from './armUses'
import { checkScenario, normalize } from './check'
import { ScenarioError } from './error'
import { changeOf } from './events'
import { ARM_ID, MAX_ARMS } from './limits'
import type { ArmField, FieldValue, Scenario, ScenarioEvent } from './types'

/** What a branch begins with. */
interface BranchWish {
  /** The id of the arm that it leaves. */
  readonly of: string
  readonly step: number
  readonly field: ArmField
  readonly value: FieldValue
}

/**
 * The scenario with one more arm: a copy of an arm on the same random numbers, with that arm's changes up to the step and one of its
 * own there. Changes of all arms that lie after the step stay with the arms that there were.
 */
export function branched(s: Scenario, { of, step, field, value }: BranchWish): { readonly scenario: Scenario; readonly id: string } {
  const parent = s.arms.find(arm => arm.id === of)
  if (!parent) throw new ScenarioError('arms', of, `an arm of ${s.arms.map(arm => arm.id).join(', ')}`)
  if (s.arms.length >= MAX_ARMS)
    throw new ScenarioError('arms', `${s.arms.length} arms`, `fewer than ${MAX_ARMS} before a branch: remove one`)
  const id = branchId(s, of, step)
  const replaced = (e: ScenarioEvent) => e.step === step && e.field === field
  const carried = s.events.filter(e => e.arm === of && e.step <= step && !replaced(e)).map(e => ({ ...e, arm: id }))
  const later = (e: ScenarioEvent) =>
    s.arms.filter(arm => armUses(arm.kind, e.field)).map(arm => ({ ...changeOf(arm.id, e.field, e.value), step: e.step }))
  const theirs = s.events.flatMap(e => (e.arm === '' && e.step > step ? later(e) : [e]))
  const own = { ...changeOf(id, field, value), step }
  return { scenario: checkScenario(normalize({ ...s, arms: [...s.arms, { ...parent, id }], events: [...theirs, ...carried, own] })), id }
}

/** "sgdfrom200", which is read as "SGD from 200"; of a second one there "sgdfrom200b". */
function branchId({ arms }: Scenario, of: string, step: number): string {
  const base = of.replace(/(.)from\d+[a-z]?$/, '$1')
  const names = ['', 'b', 'c', 'd'].map(letter => {
    const end = `from${step}${letter}`
    const room = Math.max(1, 12 - end.length)
    return `${base.slice(0, room)}${end}`
  })
  const short = ['branch', 'branch2', 'branch3', 'branch4']
  const free = [...names, ...short].filter(name => ARM_ID.test(name) && !arms.some(arm => arm.id === name))
  return elementAt(free, 0)
}
