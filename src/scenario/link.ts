import { elementAt } from '../lib/values'
import { armUses } from './armUses'
import { checkScenario, normalize, normalizeArm } from './check'
import { type Address, addressOf, armField, getValue, isArmPath, setValue } from './edit'
import { ScenarioError } from './error'
import { changeOf } from './events'
import { FIELDS, fieldAt, PATHS } from './fields'
import { ARM_ID, MAX_ARMS } from './limits'
import { VERSION } from './migrate'
import { ARM_KINDS, optimizerOf } from './optimizers'
import { loadedPresets, OPENING_PRESET, openingPreset } from './presets/loaded'
import type { Arm, Scenario, ScenarioEvent } from './types'
import { formatFieldValue, parseValue, sameValue } from './value'

/** The readable fields of a link never grow beyond this: what is longer is packed, see `packed.ts`. */
export const LONGEST_LINK = 2000

/** The scenario in readable fields, however long: only what differs from the preset, in the order of the field table. */
export function encodeFields(s: Scenario): string {
  const preset = loadedPresets().get(s.preset)
  const { scenario } = preset ?? openingPreset()
  const base = withArms(scenario, s.arms)
  const parts = [`v=${VERSION}`, `s=${preset ? s.preset : OPENING_PRESET}`]
  if (armsText(s.arms) !== armsText(scenario.arms)) parts.push(`arms=${armsText(s.arms)}`)
  for (const path of PATHS) {
    const name = fieldAt(path).name
    const values = owners(s, path).map(address => ({ address, value: getValue(s, address), before: getValue(base, address) }))
    const changed = values.filter(({ value, before }) => !sameValue(value, before))
    if (!changed.length && !(path === 'view.plane' && namesDirections(s, base))) continue
    const [first, ...others] = values
    const shared = first && others.every(({ value }) => sameValue(value, first.value))
    if (shared) parts.push(`${name}=${formatFieldValue(first.value).replace(/[%&#\s]/g, encodeURIComponent)}`)
    else for (const { address, value } of changed) parts.push(`${address.arm}.${name}=${formatFieldValue(value)}`)
  }
  if (eventsText(s) !== eventsText(base)) parts.push(`at=${eventsText(s)}`)
  return parts.join('&')
}

/** Planes of two directions that have numbers. */
const isNumbered = ({ view: { plane } }: Scenario) => plane === 'eigen' || plane === 'parameters'

/** Whether the numbers of the plane's directions stand in the link, in a preset whose plane has none: there `i` and `j` alone mean eigenvectors. */
const namesDirections = (s: Scenario, base: Scenario) => !isNumbered(base) && (s.view.i !== base.view.i || s.view.j !== base.view.j)

/** Reads the readable fields of a fragment (with or without '#'). An empty one is the opening preset. Throws a ScenarioError naming the field. */
export function decodeFields(fragment: string): Scenario {
  const text = fragment.replace(/^#/, '')
  if (text.length > LONGEST_LINK) throw new ScenarioError('link', `${text.length} characters`, `at most ${LONGEST_LINK} characters`)
  return scenarioOf(text)
}

/** The same for fields of any length. */
export function scenarioOf(text: string): Scenario {
  const fields = new Map<string, string>()
  for (const part of text.split('&').filter(Boolean)) {
    const [name, value] = readPart(part)
    if (fields.has(name)) throw new ScenarioError(name, value, 'each field once')
    fields.set(name, value)
  }
  const version = fields.get('v') ?? String(VERSION)
  if (version !== String(VERSION)) throw new ScenarioError('v', version, `a version from 1 to ${VERSION}`)
  const id = fields.get('s') ?? OPENING_PRESET
  const preset = loadedPresets().get(id)
  if (!preset) throw new ScenarioError('s', id, `one of ${[...loadedPresets().keys()].join(', ')}`)
  fields.delete('v')
  fields.delete('s')
  return checkScenario(normalize(withFields(preset.scenario, fields)))
}

/** The scenario with fields of a link by their names; the conditions between fields are for the caller to check. */
export function withFields(base: Scenario, fields: ReadonlyMap<string, string>): Scenario {
  const { arms, at, ...rest } = Object.fromEntries(fields)
  let s = arms === undefined ? base : withArms(base, readArms(arms))
  if (!isNumbered(s) && !('plane' in rest) && ('i' in rest || 'j' in rest)) s = { ...s, view: { ...s.view, plane: 'eigen' } }
  // Plain names first: an arm's own value overrides the shared one wherever it stands in the link.
  const plainFirst = Object.entries(rest).sort(([a], [b]) => Number(a.includes('.')) - Number(b.includes('.')))
  for (const [name, value] of plainFirst) s = applyText(s, name, value)
  return at === undefined ? s : { ...s, events: at === '' ? [] : at.split(',').map(part => readEvent(s, part)) }
}

/** Sets a field by its name in links; arm fields without a prefix go to every arm that uses them. */
function applyText(s: Scenario, name: string, text: string): Scenario {
  const address = addressOf(s, name)
  const field = fieldAt(address.path)
  const owner = s.arms.find(a => a.id === address.arm)
  if (owner && !armUses(owner.kind, armField(address.path)))
    throw new ScenarioError(name, text, `nothing: ${owner.kind} has no ${field.label}`)
  return setValue(s, address, parseValue(field, text, name))
}

function readPart(part: string): [string, string] {
  const sign = part.indexOf('=')
  if (sign < 1) throw new ScenarioError('link', part, 'name=value')
  try {
    return [decodeURIComponent(part.slice(0, sign)), decodeURIComponent(part.slice(sign + 1))]
  } catch {
    throw new ScenarioError('link', part, 'name=value in valid percent encoding')
  }
}

/** Addresses at which a field has a value of its own. */
function owners(s: Scenario, path: (typeof PATHS)[number]): Address[] {
  if (!isArmPath(path)) return [{ path, arm: '' }]
  return s.arms.filter(a => armUses(a.kind, armField(path))).map(a => ({ path, arm: a.id }))
}

const armsText = (arms: readonly Arm[]) => arms.map(a => (a.id === a.kind ? a.id : `${a.id}:${a.kind}`)).join(',')

function readArms(text: string): Pick<Arm, 'id' | 'kind'>[] {
  const allowed = `1 to ${MAX_ARMS} of id:kind, ids of lower-case letters and digits, a kind one of ${ARM_KINDS.join(', ')}`
  const arms = text.split(',').map(part => {
    const [id = '', wanted = id, more] = part.split(':')
    const kind = ARM_KINDS.find(known => known === wanted)
    if (!ARM_ID.test(id) || !kind || more !== undefined) throw new ScenarioError('arms', text, allowed)
    return { id, kind }
  })
  if (arms.length > MAX_ARMS) throw new ScenarioError('arms', text, allowed)
  return arms
}

/** The base with these arms: an arm that the base has keeps its values and events, a new one takes the values of the first of its kind. */
function withArms(base: Scenario, wanted: readonly Pick<Arm, 'id' | 'kind'>[]): Scenario {
  const arms = wanted.map(({ id, kind }) => templateArm(base, id, kind))
  const events = base.events.filter(e => arms.some(a => (e.arm === '' || e.arm === a.id) && armUses(a.kind, e.field)))
  return { ...base, arms, events }
}

/** The values that a new arm starts from. */
export function templateArm(base: Scenario, id: string, kind: Arm['kind']): Arm {
  const own = base.arms.find(a => a.id === id && a.kind === kind) ?? base.arms.find(a => a.kind === kind)
  const like = own ?? elementAt(base.arms, 0)
  const start = own ? {} : optimizerOf({ kind }).start?.(like)
  return normalizeArm({ ...like, ...start, id, kind })
}

const eventsText = (s: Scenario) => s.events.map(eventText).join(',')

const eventText = (e: ScenarioEvent) =>
  `${e.step}:${e.arm ? `${e.arm}.` : ''}${FIELDS.arm[e.field].name}:${formatFieldValue(e.value).replaceAll(',', ';')}`

function readEvent(s: Scenario, text: string): ScenarioEvent {
  const [step = '', name = '', value, more] = text.split(':')
  if (!/^\d{1,10}$/.test(step) || Number(step) > FIELDS.run.steps.max || value === undefined || more !== undefined)
    throw new ScenarioError('at', text, 'step:field:value with a whole step')
  const address = addressOf(s, name)
  if (!isArmPath(address.path))
    throw new ScenarioError(
      'at',
      name,
      `a field that acts in flight: ${Object.values(FIELDS.arm)
        .map(f => f.name)
        .join(', ')}`,
    )
  const parsed = parseValue(fieldAt(address.path), value.replaceAll(';', ','), `at.${name}`)
  return { step: Number(step), ...changeOf(address.arm, armField(address.path), parsed) }
}
