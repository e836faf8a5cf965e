/** What is read of every point: columns, at which steps, and when a threshold is passed. */

import { COLUMNS, type Column, type ColumnName } from '../columns'
import { ScenarioError } from '../error'
import type { Scenario } from '../types'

/** A step at which every arm is read. */
export type At = 'start' | 'end' | number

/** A column and a value that it is to pass. */
export interface Until {
  readonly column: string
  readonly sign: '<' | '>'
  readonly value: number
}

export interface Asked {
  readonly columns: readonly string[]
  /** In the order of a run. */
  readonly at: readonly At[]
  readonly until: Until | null
}

/** What is read where nothing else is asked for. */
export const SENSIBLE = ['loss', 'mu', 'g_1', 'lambda_1', 'trace_G', 'frob_G', 'd_eff']

/** Reads the texts of --columns, --at and --until; undefined is what was not given. Throws a ScenarioError. */
export function readRead(columns: string | undefined, at: string | undefined, until: string | undefined): Asked {
  const threshold = until === undefined ? null : readUntil(until)
  return {
    columns: columns === undefined ? SENSIBLE : readColumns(columns),
    at: at === undefined ? (threshold ? ['start'] : ['start', 'end']) : readPlaces(at),
    until: threshold,
  }
}

/** Without `step`, which every table has of itself. */
function readColumns(text: string): string[] {
  const names = text.split(',')
  for (const [i, name] of names.entries()) {
    checkColumn('--columns', name)
    if (names.indexOf(name) < i) throw new ScenarioError('--columns', name, 'each column once')
  }
  return names.filter(name => name !== 'step')
}

function checkColumn(option: string, name: string): void {
  const group = /^(.+)_[1-9]\d{0,4}$/.exec(name)?.[1] ?? ''
  const known = (column: string, vector: boolean) => Object.hasOwn(COLUMNS, column) && 'per' in COLUMNS[column as ColumnName] === vector
  if (known(name, false) || known(group, true)) return
  const all = (Object.keys(COLUMNS) as ColumnName[]).map(column => ('per' in COLUMNS[column] ? `${column}_1` : column))
  throw new ScenarioError(option, name, `a column of metrics.csv: one of ${all.join(', ')} (or _2, _3, …)`)
}

function readPlaces(text: string): At[] {
  const places = text.split(',').map((part): At => {
    if (part === 'start' || part === 'end') return part
    if (/^\d{1,10}$/.test(part)) return Number(part) === 0 ? 'start' : Number(part)
    throw new ScenarioError('--at', part, 'start, end or a step, separated by commas')
  })
  for (const [i, place] of places.entries()) if (places.indexOf(place) < i) throw new ScenarioError('--at', String(place), 'each step once')
  const order = (place: At) => (place === 'start' ? 0 : place === 'end' ? Number.POSITIVE_INFINITY : place)
  return places.sort((a, b) => order(a) - order(b))
}

function readUntil(text: string): Until {
  const [, column = '', sign, number = ''] = /^([^<>=]*)([<>])([^<>=]*)$/.exec(text) ?? []
  const value = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(number) ? Number(number) : Number.NaN
  if ((sign !== '<' && sign !== '>') || !Number.isFinite(value))
    throw new ScenarioError('--until', text, 'COLUMN<VALUE or COLUMN>VALUE, as loss<0.01')
  checkColumn('--until', column)
  return { column, sign, value }
}

/** What the column `at` says of a row. */
export const placeName = (place: At | Until): string =>
  typeof place === 'object' ? `${place.column}${place.sign}${place.value}` : String(place)

/** Steps and directions that a run of the scenario has; of other groups it is known when the run is open. */
export function checkRead({ steps, measure: { k } }: Scenario, { at, columns, until }: Asked): void {
  const late = at.find(place => typeof place === 'number' && place > steps)
  if (late !== undefined) throw new ScenarioError('--at', String(late), `at most steps = ${steps}`)
  const beyond = (name: string) => {
    const [, group = '', index] = /^(.+)_(\d+)$/.exec(name) ?? []
    const column: Column | undefined = COLUMNS[group as ColumnName]
    return column?.per === 'direction' && Number(index) > k
  }
  for (const name of columns) if (beyond(name)) throw new ScenarioError('--columns', name, `a direction up to k = ${k}`)
  if (until && beyond(until.column)) throw new ScenarioError('--until', until.column, `a direction up to k = ${k}`)
}
