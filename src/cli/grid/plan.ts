/** Every point of a sweep, checked before the first is run: `planOf(asked)`. */

import { createHash } from 'node:crypto'
import { COLUMNS, type Column, type ColumnName, encodeLink, FIELDS, type Scenario, ScenarioError } from '../../scenario'
import { checkBackend } from '../backend'
import { UsageError } from '../faults'
import { withSettings } from '../scenario'
import type { Asked } from './asked'
import type { Axis } from './axes'

export interface SweepAsked extends Asked {
  /** As SCENARIO names it, on the data of --data. */
  readonly scenario: Scenario
  /** The texts of --set, and of options that are short for it. */
  readonly set: readonly string[]
  readonly axes: readonly Axis[]
  readonly seeds: number
}

/** One run of a sweep. */
export interface Point {
  /** The values of the axes, in their order. */
  readonly values: readonly string[]
  readonly seed: number
  /** The whole scenario. */
  readonly link: string
}

export interface SweepPlan {
  readonly points: readonly Point[]
  /** Two plans are the same when this is: a hash of all the points and of what is read. */
  readonly digest: string
}

const MOST_POINTS = 100_000

/** The points in the order of the table: the last axis changes first, seeds before it. Throws for a point that cannot be. */
export function planOf(asked: SweepAsked, version: string, say: (words: string) => void = () => {}): SweepPlan {
  const { axes, seeds } = asked
  const count = axes.reduce((product, { values }) => product * values.length, seeds)
  if (count > MOST_POINTS) throw new UsageError(`--grid: found ${count} points with their seeds; allowed are at most ${MOST_POINTS}`)
  const said = new Set<string>()
  const once = (words: string) => {
    if (!said.has(words)) say(words)
    said.add(words)
  }
  const first = seedOf(asked)
  const own = axes.some(({ field }) => field === 'seed')
  if (own && seeds > 1) throw new ScenarioError('--seeds', String(seeds), 'nothing beside --grid seed')
  const set = own ? asked.set : asked.set.filter(text => !text.startsWith('seed='))
  const places = new Map<string, string>()
  const points = product(axes).flatMap(values => {
    const fields = axes.map(({ field }, a) => `${field}=${field === 'arms' ? (values[a] ?? '').replaceAll('+', ',') : values[a]}`)
    const named = axes.map(({ field }, a) => `${field}=${values[a]}`).join(', ')
    return Array.from({ length: seeds }, (_, i): Point => {
      const seed = own ? [] : [`seed=${first + i}`]
      const scenario = pointAt(named, () => {
        const found = withSettings(asked.scenario, [...set, ...fields, ...seed], once)
        checkBackend(found.backend)
        checkRead(found, asked)
        return { ...found, sweep: { ...found.sweep, over: 'none' as const } }
      })
      const link = encodeLink(scenario)
      const other = places.get(link)
      if (other !== undefined)
        throw new UsageError(`--grid: ${other} and ${named} are the same run; allowed are values that differ in effect`)
      places.set(link, named)
      return { values, seed: scenario.seed, link }
    })
  })
  const { columns, at, until } = asked
  const parts = JSON.stringify([version, axes, seeds, columns, at, until, points.map(({ link }) => link)])
  return { points, digest: createHash('sha256').update(parts).digest('hex').slice(0, 16) }
}

/** The first seed: that of --set, or of the scenario. */
function seedOf({ scenario, set, seeds }: SweepAsked): number {
  const given = set.filter(text => text.startsWith('seed='))
  const first = given.length > 0 ? withSettings(scenario, given).seed : scenario.seed
  const { max } = FIELDS.run.seed
  if (first + seeds - 1 > max) throw new ScenarioError('--seeds', String(seeds), `at most ${max - first + 1} from seed ${first} on`)
  return first
}

/** All combinations of the values of the axes. */
function product(axes: readonly Axis[]): string[][] {
  return axes.reduce<string[][]>((rows, { values }) => rows.flatMap(row => values.map(value => [...row, value])), [[]])
}

/** A scenario of the grid; what it cannot be is said with its place. */
function pointAt(named: string, make: () => Scenario): Scenario {
  try {
    return make()
  } catch (error) {
    if (error instanceof UsageError || error instanceof ScenarioError)
      throw new UsageError(named ? `grid point ${named}: ${error.message}` : error.message, { cause: error })
    throw error
  }
}

/** Steps and directions that a run of the scenario has; of other groups it is known when the run is open. */
function checkRead({ steps, measure: { k } }: Scenario, { at, columns, until }: Asked): void {
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
