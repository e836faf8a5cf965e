import { readFileSync, statSync } from 'node:fs'
import {
  checkScenario,
  decodeLink,
  normalize,
  PRESETS,
  parseScenario,
  pastedFields,
  type Scenario,
  ScenarioError,
  usesBatches,
  withFields,
} from '../scenario'
import { reason, UsageError } from './faults'
import { whereJsonBreaks } from './json'

/** Reads SCENARIO: a preset's id, a link or the part of it after '#', or a JSON file. */
export function readScenario(text: string): Scenario {
  const preset = PRESETS.get(text)
  if (preset) return preset.scenario
  if (/^(https?|file):\/\//.test(text) || text.startsWith('#')) return readLink(text)
  const exists = isPath(text)
  if (exists || (!LINK.test(text) && /[\\/]|\.json$/.test(text))) return readFile(text)
  if (LINK.test(text)) return readLink(text)
  throw new ScenarioError('SCENARIO', text, `one of ${[...PRESETS.keys()].join(', ')}, a link, or a JSON file`)
}

/** Whether there is something at a path; what is too long for one is none. */
function isPath(text: string): boolean {
  try {
    return statSync(text, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

/** Signs of a link, as they are written and as they are encoded. */
const LINK = /[#=＃＝]|%23|%3D/i

/** A link, with what mail, chats and documents put around it; one that cannot be read is refused as it was given. */
function readLink(text: string): Scenario {
  const given = text.includes('#') ? text.slice(text.indexOf('#')) : text
  try {
    return decodeLink(given)
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    const meant = pastedFields(text)
    // The address of a page alone is its opening preset.
    return /^\w+:\/\/[^#?=]*$/.test(meant) ? decodeLink('') : decodeLink(meant)
  }
}

function readFile(path: string): Scenario {
  let text: string
  try {
    text = readFileSync(path, 'utf8').replace(/^\ufeff/, '')
  } catch (error) {
    throw new UsageError(`${path}: cannot be read (${reason(error)})`, { cause: error })
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new UsageError(`${path}: not valid JSON at ${whereJsonBreaks(text)}`)
  }
  // A run.json names the scenario it came from.
  if (typeof json === 'object' && json !== null && 'scenario' in json && 'fingerprint' in json) json = json.scenario
  try {
    return parseScenario(json)
  } catch (error) {
    if (error instanceof ScenarioError) throw new UsageError(`${path}: ${error.message}`, { cause: error })
    throw error
  }
}

/**
 * The scenario with the texts of --set, as in a link, each name once. Batches that only the preset set follow an n below them,
 * which is said.
 */
export function withSettings(scenario: Scenario, settings: readonly string[], say: (words: string) => void = () => {}): Scenario {
  const fields = new Map<string, string>()
  for (const setting of settings) {
    const at = setting.indexOf('=')
    if (at < 1) throw new ScenarioError('--set', setting, 'field=value')
    const name = setting.slice(0, at)
    if (fields.has(name)) throw new ScenarioError(name, setting.slice(at + 1), 'each field once')
    fields.set(name, setting.slice(at + 1))
  }
  const named = ['s', 'v', 'z'].find(name => fields.has(name))
  if (named)
    throw new UsageError(
      `--set: found “${named}=${fields.get(named)}”; allowed is every field of a link but s, v and z, which belong to SCENARIO`,
    )
  let changed = withFields(scenario, fields)
  if (fields.has('n')) changed = withinSamples(changed, fields, say)
  return checkScenario(normalize(changed))
}

/** Lowers to n the batches, now and in flight, that neither --set nor the scenario itself says otherwise than its preset. */
function withinSamples(s: Scenario, fields: ReadonlyMap<string, string>, say: (words: string) => void): Scenario {
  const preset = PRESETS.get(s.preset)?.scenario
  const { n } = s.data
  const lowered = (at: string, B: number) => {
    say(`${at} = ${B} of the preset ${s.preset} is lowered to n = ${n}`)
    return n
  }
  const arms = s.arms.map(arm => {
    const presets = preset?.arms.find(own => own.id === arm.id) ?? preset?.arms.find(own => own.kind === arm.kind)
    const own = fields.has('B') || fields.has(`${arm.id}.B`) || presets?.B !== arm.B
    return own || arm.B <= n || !usesBatches(arm) ? arm : { ...arm, B: lowered(s.arms.length > 1 ? `${arm.id}.B` : 'B', arm.B) }
  })
  const events = s.events.map(event => {
    const own = !preset?.events.some(
      e => e.step === event.step && e.arm === event.arm && e.field === event.field && e.value === event.value,
    )
    return own || event.field !== 'B' || event.value <= n ? event : { ...event, value: lowered(`B at step ${event.step}`, event.value) }
  })
  return { ...s, arms, events }
}
