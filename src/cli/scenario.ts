import { readFileSync, statSync } from 'node:fs'
import { messageOf } from '../lib/fault'
import { applyText, checkScenario, decodeLink, normalize, PRESETS, parseScenario, type Scenario, ScenarioError } from '../scenario'
import { UsageError } from './io'
import { whereJsonBreaks } from './json'

/** Reads SCENARIO: a preset's id, a link or the part of it after '#', or a JSON file. */
export function readScenario(text: string): Scenario {
  const preset = PRESETS.get(text)
  if (preset) return preset.scenario
  if (/^(https?|file):\/\//.test(text) || text.startsWith('#')) return decodeLink(fragmentOf(text))
  const exists = statSync(text, { throwIfNoEntry: false })
  if (exists || (!/[#=]/.test(text) && /[\\/]|\.json$/.test(text))) return readFile(text)
  if (/[#=]/.test(text)) return decodeLink(text.includes('#') ? fragmentOf(text) : text)
  throw new ScenarioError('SCENARIO', text, `one of ${[...PRESETS.keys()].join(', ')}, a link, or a JSON file`)
}

const fragmentOf = (url: string) => (url.includes('#') ? url.slice(url.indexOf('#')) : '')

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

/** What stopped a file operation, in words where the code is a common one. */
export function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const words: Record<string, string> = {
    ENOENT: 'no such file',
    EISDIR: 'it is a folder',
    EACCES: 'no permission',
    ENOSPC: 'no space left',
    EROFS: 'read-only',
  }
  return words[code] ?? messageOf(error)
}

/** The scenario with the texts of --set, as in a link: plain names first, then the arms' own, each name once. */
export function withSettings(scenario: Scenario, settings: readonly string[]): Scenario {
  const fields = new Map<string, string>()
  for (const setting of settings) {
    const at = setting.indexOf('=')
    if (at < 1) throw new ScenarioError('--set', setting, 'field=value')
    const name = setting.slice(0, at)
    if (fields.has(name)) throw new ScenarioError(name, setting.slice(at + 1), 'each field once')
    fields.set(name, setting.slice(at + 1))
  }
  const sorted = [...fields].sort(([a], [b]) => Number(a.includes('.')) - Number(b.includes('.')))
  let changed = scenario
  for (const [name, text] of sorted) changed = applyText(changed, name, text)
  return checkScenario(normalize(changed))
}
