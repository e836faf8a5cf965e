import { readFileSync, statSync } from 'node:fs'
import { decodeLink, PRESETS, parseScenario, pastedFields, type Scenario, ScenarioError } from '../scenario'
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
