/** How the files of --data are to be read: --target, --drop, --task, --header, --decimal, and the same as fields of a scenario. */

import { AS_BEFORE, CHOICE_KEYS, type DataChoice } from '../lib/dataChoice'
import { namesOf, placesText } from '../lib/lists'
import { FIELDS, type Scenario, withFields } from '../scenario'
import { DataFileError } from '../sim/files/error'
import { type OwnData, type Proposed, readAs } from '../sim/files/own'
import type { Proposal } from '../sim/files/proposal'
import type { Invocation } from './args'
import { proposeDataFiles } from './data'
import { UsageError } from './faults'
import type { Watcher } from './io'

/** The options, and the fields of links that say the same. */
const OPTIONS = {
  target: 'target',
  drop: 'drop',
  task: 'predict',
  header: 'header',
  decimal: 'decimal',
} as const satisfies Record<string, keyof DataChoice>
type Option = keyof typeof OPTIONS
const NAMES = Object.keys(OPTIONS) as readonly Option[]
const TASKS: Readonly<Record<string, DataChoice['predict']>> = {
  classes: 'classes',
  class: 'classes',
  classification: 'classes',
  numbers: 'numbers',
  number: 'numbers',
  regression: 'numbers',
}
const ANSWERS: Readonly<Record<string, DataChoice['header']>> = {
  yes: 'yes',
  true: 'yes',
  on: 'yes',
  '1': 'yes',
  no: 'no',
  false: 'no',
  off: 'no',
  '0': 'no',
}
const MARKS: Readonly<Record<string, DataChoice['decimal']>> = { comma: 'comma', ',': 'comma', point: 'point', '.': 'point' }
/** A column or a run of them, counted from 1. */
const PLACE = /^[1-9]\d{0,4}(-[1-9]\d{0,4})?$/

/** The texts of --set that say how data are read, by the names of their fields. */
function readingFields(settings: readonly string[]): ReadonlyMap<string, string> {
  const names = new Set<string>(CHOICE_KEYS.map(key => FIELDS.data[key].name))
  const fields = settings.map(setting => [setting.slice(0, setting.indexOf('=')), setting.slice(setting.indexOf('=') + 1)] as const)
  return new Map(fields.filter(([name]) => names.has(name)))
}

/** What --set and the scenario say of how data are read: of data that the scenario was made for all of it, else what differs from what was always meant. */
function saidBy({ data: before }: Scenario, { data }: Scenario, set: ReadonlyMap<string, string>): Partial<DataChoice> {
  const whole = before.source === 'file' && before.file !== ''
  const keys = CHOICE_KEYS.filter(key => whole || set.has(FIELDS.data[key].name) || data[key] !== AS_BEFORE[key])
  return Object.fromEntries(keys.map(key => [key, data[key]]))
}

/** Refuses options that say how data are read where there are none. */
export function refuseChoice(request: Invocation): void {
  const given = NAMES.find(name => request.text(name) !== undefined)
  if (given) throw new UsageError(`--${given}: found without --data; allowed is beside the file that it speaks of`)
}

function wordOf<T>(request: Invocation, option: string, words: Readonly<Record<string, T>>, allowed: string): T | undefined {
  const text = request.text(option)
  if (text === undefined) return undefined
  const word = Object.hasOwn(words, text.toLowerCase()) ? words[text.toLowerCase()] : undefined
  if (word === undefined) throw new UsageError(`--${option}: found “${text}”; allowed is ${allowed}`)
  return word
}

/** Places of columns that are named or counted. */
function placesOfNames(option: string, text: string, { columns, labels }: Proposal): string {
  const known = columns.length > 0 ? columns.map(c => c.name) : labels
  return namesOf(text)
    .flatMap(part => {
      if (PLACE.test(part)) return part
      const at = known.indexOf(part) >= 0 ? known.indexOf(part) : known.findIndex(name => name.toLowerCase() === part.trim().toLowerCase())
      if (at >= 0) return placesText([at])
      const held = known.slice(0, 12).map(name => `“${name}”`)
      const allowed =
        held.length > 0
          ? `${held.join(', ')}${known.length > 12 ? ', …' : ''}, or 1 to ${known.length}`
          : 'none: these files have no columns to choose from'
      throw new UsageError(`--${option}: found “${part}”; allowed is ${allowed}`)
    })
    .join(',')
}

function asUsage(found: Proposed): OwnData {
  try {
    return readAs(found)
  } catch (error) {
    throw error instanceof DataFileError ? new UsageError(`--data: ${error.message}`, { cause: error }) : error
  }
}

/** Reads the files of --data as the options, --set and the scenario say, guesses the rest, and says what was noticed. */
export async function readAsked(
  paths: readonly string[],
  request: Invocation,
  scenario: Scenario,
  io: Watcher,
  say: (words: string) => void,
): Promise<OwnData> {
  const set = readingFields(request.texts('set'))
  const twice = NAMES.find(name => request.text(name) !== undefined && set.has(FIELDS.data[OPTIONS[name]].name))
  if (twice) throw new UsageError(`--${twice}: found beside --set ${FIELDS.data[OPTIONS[twice]].name}=…; allowed is one of them`)
  const predict = wordOf(request, 'task', TASKS, 'classes or numbers')
  const header = wordOf(request, 'header', ANSWERS, 'yes or no')
  const decimal = wordOf(request, 'decimal', MARKS, 'comma or point')
  const from = saidBy(scenario, withFields(scenario, set), set)
  const asked: Partial<DataChoice> = { ...from, ...(predict && { predict }), ...(header && { header }), ...(decimal && { decimal }) }
  const named = (['target', 'drop'] as const).flatMap(option => {
    const text = request.text(option)
    return text === undefined ? [] : [{ option, text }]
  })
  const known = named.every(({ text }) => text.split(',').every(part => PLACE.test(part)))
  const proposal = known ? null : (await proposeDataFiles(paths, io, asked)).proposal
  const places = named.map(({ option, text }) => [option, proposal ? placesOfNames(option, text, proposal) : text])
  const found = await proposeDataFiles(paths, io, { ...asked, ...Object.fromEntries(places) })
  const own = asUsage(found)
  for (const sentence of found.proposal.said) say(sentence)
  return own
}
