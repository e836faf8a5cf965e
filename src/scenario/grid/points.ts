import { Fault } from '../../lib/fault'
import { ScenarioError } from '../error'
import { FIELDS } from '../fields'
import { encodeLink } from '../packed'
import { withSettings } from '../settings'
import type { Scenario } from '../types'
import type { Axis } from './axes'

/** Runs that a grid asks for. */
export interface GridAsked {
  readonly scenario: Scenario
  /** Settings of every point, as texts `field=value`. */
  readonly set: readonly string[]
  readonly axes: readonly Axis[]
  readonly seeds: number
}

/** One run of a grid. */
export interface Point {
  /** The values of the axes, in their order. */
  readonly values: readonly string[]
  readonly seed: number
  /** The whole scenario. */
  readonly link: string
}

interface Options {
  /** Points at most, their seeds among them. */
  readonly most: number
  /** Takes every scenario; throws for one that cannot be run. */
  check?(scenario: Scenario): void
  /** Hears, once each, what a point changes beside its axes. */
  say?(words: string): void
}

/** A scenario without what is swept: its run is the same. */
export function withoutSweeps(s: Scenario): Scenario {
  const { grid, seeds, shows } = FIELDS.view
  return {
    ...s,
    sweep: { ...s.sweep, over: 'none' },
    view: { ...s.view, grid: grid.initial, seeds: seeds.initial, shows: shows.initial },
  }
}

/**
 * Every point of a grid, checked before the first is run: the last axis changes first, seeds before it. Throws a ScenarioError
 * for a point that cannot be, with its place.
 */
export function pointsOf(asked: GridAsked, { most, check = () => {}, say = () => {} }: Options): Point[] {
  const { axes, seeds } = asked
  const count = axes.reduce((total, { values }) => total * values.length, seeds)
  if (count > most)
    throw refusal('--grid', `${count} points`, `--grid: found ${count} points with their seeds; allowed are at most ${most}`)
  const said = new Set<string>()
  const once = (words: string) => {
    if (!said.has(words)) say(words)
    said.add(words)
  }
  const first = seedOf(asked)
  const own = axes.some(({ field }) => field === 'seed')
  if (own && seeds > 1) throw new ScenarioError('--seeds', String(seeds), 'nothing beside --grid seed')
  const set = own ? asked.set : asked.set.filter(text => !text.startsWith('seed='))
  const base = withoutSweeps(asked.scenario)
  const places = new Map<string, string>()
  return product(axes).flatMap(values => {
    const fields = axes.map(({ field }, a) => `${field}=${field === 'arms' ? (values[a] ?? '').replaceAll('+', ',') : values[a]}`)
    const named = axes.map(({ field }, a) => `${field}=${values[a]}`).join(', ')
    return Array.from({ length: seeds }, (_, i): Point => {
      const seed = own ? [] : [`seed=${first + i}`]
      const scenario = pointAt(named, () => {
        const found = withoutSweeps(withSettings(base, [...set, ...fields, ...seed], once))
        check(found)
        return found
      })
      const link = encodeLink(scenario)
      const other = places.get(link)
      if (other !== undefined) {
        const sentence = `--grid: ${other} and ${named} are the same run; allowed are values that differ in effect`
        throw refusal('--grid', named, sentence)
      }
      places.set(link, named)
      return { values, seed: scenario.seed, link }
    })
  })
}

const refusal = (field: string, found: string, sentence: string) => new ScenarioError(field, found, 'another grid', sentence)

/** The first seed: that of the settings, or of the scenario. */
function seedOf({ scenario, set, seeds }: GridAsked): number {
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
    if (!(error instanceof Fault)) throw error
    throw refusal('--grid', named, named ? `grid point ${named}: ${error.message}` : error.message)
  }
}
