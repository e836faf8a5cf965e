import { elementAt } from '../lib/values'
import { armUses } from './armUses'
import { ScenarioError } from './error'
import { fieldAt, PATH_BY_NAME, type Path, type Place, placeOf } from './fields'
import type { Arm, ArmField, FieldValue, Scenario } from './types'
import { checkValue } from './value'

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

/** The key of an arm path: 'arm.eta' → 'eta'. Throws a RangeError for any other path. */
export function armField(path: Path): ArmField {
  const place = placeOf(path)
  if (place.group !== 'arm') throw new RangeError(`${path} is no field of an arm`)
  return place.key
}

/** The value at an address; for arm '' that of the first arm which uses the field. */
export function getValue(s: Scenario, { path, arm }: Address): FieldValue {
  const place = placeOf(path)
  return place.group === 'arm' ? ownerOf(s, place.key, arm)[place.key] : sharedValue(s, place)
}

function ownerOf({ arms }: Scenario, field: ArmField, id: string): Arm {
  return arms.find(a => (id ? a.id === id : armUses(a.kind, field))) ?? elementAt(arms, 0)
}

function sharedValue(s: Scenario, place: Exclude<Place, { group: 'arm' }>): FieldValue {
  switch (place.group) {
    case 'model':
      return s.model[place.key]
    case 'data':
      return s.data[place.key]
    case 'init':
      return s.init[place.key]
    case 'measure':
      return s.measure[place.key]
    case 'sweep':
      return s.sweep[place.key]
    case 'ensemble':
      return s.ensemble[place.key]
    case 'view':
      return s.view[place.key]
    case 'stop':
      return s.stop[place.key]
    case 'run':
      return s[place.key]
  }
}

/** The scenario with the value at an address replaced; checks the field's own range, not the conditions between fields. */
export function setValue(s: Scenario, { path, arm }: Address, value: FieldValue): Scenario {
  const field = fieldAt(path)
  checkValue(field, value, arm ? `${arm}.${field.name}` : field.name)
  const place = placeOf(path)
  if (place.group === 'arm') {
    const applies = (a: Arm) => (arm ? a.id === arm : true) && armUses(a.kind, place.key)
    return { ...s, arms: s.arms.map(a => (applies(a) ? { ...a, [place.key]: value } : a)) }
  }
  if (place.group === 'run') return { ...s, [place.key]: value }
  return { ...s, [place.group]: { ...s[place.group], [place.key]: value } }
}
