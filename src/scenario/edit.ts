import { armUses } from './armUses'
import { ScenarioError } from './error'
import { type Field, fieldAt, type Group, PATH_BY_NAME, type Path } from './fields'
import type { Arm, ArmField, Scenario } from './types'
import { checkValue, type FieldValue } from './value'

/** Where a value stands: a field, and for arm fields whose ('' means every arm that uses it). */
export interface Address {
  readonly path: Path
  readonly arm: string
}

/** Finds a field by its name in links: "eta", "gd.eta". Throws a ScenarioError where there is none. */
export function addressOf(s: Scenario, name: string): Address {
  const dot = name.indexOf('.')
  const arm = dot < 0 ? '' : name.slice(0, dot)
  const path = PATH_BY_NAME.get(dot < 0 ? name : name.slice(dot + 1))
  if (!path || (arm && !isArmPath(path))) throw new ScenarioError('field', name, `one of ${[...PATH_BY_NAME.keys()].join(', ')}`)
  if (arm && !s.arms.some(a => a.id === arm)) throw new ScenarioError(name, arm, `an arm of ${s.arms.map(a => a.id).join(', ')}`)
  return { path, arm }
}

export function isArmPath(path: Path): boolean {
  return path.startsWith('arm.')
}

/** The key of an arm path: 'arm.eta' → 'eta'. */
export function armField(path: Path): ArmField {
  return path.slice(4) as ArmField
}

/** The value at an address; for arm '' that of the first arm which uses the field. */
export function getValue(s: Scenario, { path, arm }: Address): FieldValue {
  const [group, key] = path.split('.') as [Group, string]
  if (group === 'arm') {
    const owner = s.arms.find(a => (arm ? a.id === arm : armUses(a.kind, key as ArmField))) ?? s.arms[0]!
    return owner[key as ArmField]
  }
  const holder = (group === 'run' ? s : s[group]) as unknown as Record<string, FieldValue>
  return holder[key]!
}

/** The scenario with the value at an address replaced; checks the field's own range, not the conditions between fields. */
export function setValue(s: Scenario, { path, arm }: Address, value: FieldValue): Scenario {
  const field: Field = fieldAt(path)
  checkValue(field, value, arm ? `${arm}.${field.name}` : field.name)
  const [group, key] = path.split('.') as [Group, string]
  if (group === 'arm') {
    const applies = (a: Arm) => (arm ? a.id === arm : true) && armUses(a.kind, key as ArmField)
    return { ...s, arms: s.arms.map(a => (applies(a) ? { ...a, [key]: value } : a)) }
  }
  if (group === 'run') return { ...s, [key]: value }
  return { ...s, [group]: { ...s[group], [key]: value } }
}
