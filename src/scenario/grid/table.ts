/** The tables of a sweep: a row for every point, arm and step asked for, and the same summed up over the seeds. */

import { csv } from '../../lib/csv'
import { meanAndError, quantiles } from '../../lib/sample'
import { elementAt, numberAt } from '../../lib/values'
import { encodeLink } from '../packed'
import type { Scenario } from '../types'
import type { Asked } from './asked'
import type { Axis } from './axes'

/** An arm at one of the steps asked for: its columns in their order, NaN for one that the run has not. */
export interface PointRow {
  readonly arm: string
  readonly at: string
  /** Where it was read; before the step asked for where the arm diverged, infinite for a threshold that was not passed. */
  readonly step: number
  readonly values: readonly number[]
}

/** What a point gave. */
export interface KnownPoint {
  /** Its place in the grid. */
  readonly point: number
  readonly rows: readonly PointRow[]
  /** The run as far as it was made, and the fingerprint at its end. */
  readonly link: string
  readonly fingerprint: string
}

/** A run as it was read, every column of its rows. */
export interface ReadPoint {
  readonly names: readonly string[]
  readonly rows: readonly PointRow[]
  /** Steps that were made: fewer than the scenario's where no more were needed. */
  readonly steps: number
  readonly fingerprint: string
}

/** What the tables say of a run: the columns asked for, NaN for one that it has not, and the link of what was made of it. */
export function knownPoint(
  point: number,
  scenario: Scenario,
  { names, rows, steps, fingerprint }: ReadPoint,
  columns: readonly string[],
): KnownPoint {
  const places = columns.map(name => names.indexOf(name))
  const read = rows.map(row => ({ ...row, values: places.map(place => row.values[place] ?? Number.NaN) }))
  return { point, rows: read, link: encodeLink({ ...scenario, steps }), fingerprint }
}

/** What the tables need to know of a sweep. */
export interface SweepOf extends Asked {
  readonly grid: readonly Axis[]
  /** Ids of all arms of all points. */
  readonly arms: readonly string[]
  readonly points: readonly { readonly values: readonly string[]; readonly seed: number }[]
}

/** Columns of the tables beside those that are read; an axis of such a name, or of one that is read, is called `field_NAME`. */
const OWN = ['point', 'arm', 'at', 'step', 'link', 'fingerprint']

/** What is said of every column over the seeds: of the numbers that are there, which `n` counts. */
const STATISTICS = ['n', 'mean', 'se', 'median', 'q25', 'q75'] as const

/** A row of sweep.csv before it is a text. */
export interface Row {
  readonly point: KnownPoint
  readonly values: readonly string[]
  readonly seed: number
  readonly arm: string
  readonly at: string
  readonly step: number
  readonly read: readonly number[]
}

/** sweep.csv as far as points are known: its header and rows. */
export const sweepRows = (sweep: SweepOf, points: readonly KnownPoint[]) => table(sweep, rowsOf(sweep, points))

/** A row for every point, arm and step asked for, in their order. */
export const rowsOf = (sweep: SweepOf, points: readonly KnownPoint[]): Row[] =>
  points.flatMap(point => {
    const { values, seed } = elementAt(sweep.points, point.point)
    return point.rows.map(({ arm, at, step, values: read }): Row => ({ point, values, seed, arm, at, step, read }))
  })

/** The axes beside the seed, which has a column of its own. */
export function axesOf({ grid, columns }: SweepOf) {
  const clash = (name: string) => OWN.includes(name) || columns.includes(name)
  return grid.flatMap(({ field, values, numeric }, place) =>
    field === 'seed' ? [] : [{ name: clash(field) ? `field_${field}` : field, field, place, texts: values, numeric }],
  )
}

export function table(manifest: SweepOf, rows: readonly Row[]) {
  const axes = axesOf(manifest)
  const header = ['point', ...axes.map(({ name }) => name), 'seed', 'arm', 'at', 'step', ...manifest.columns, 'link', 'fingerprint']
  const lines = rows.map(({ point, values, seed, arm, at, step, read }) => {
    const places = axes.map(({ place }) => elementAt(values, place))
    return [point.point, ...places, seed, arm, at, step, ...read, point.link, point.fingerprint]
  })
  return { header, rows: lines }
}

/** Rows that differ in nothing but the seed, in the order of the first of each. */
export function summary(manifest: SweepOf, rows: readonly Row[]): string {
  const axes = axesOf(manifest)
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = JSON.stringify([axes.map(({ place }) => row.values[place]), row.arm, row.at])
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  const names = ['step', ...manifest.columns]
  const header = [...axes.map(({ name }) => name), 'arm', 'at', 'seeds', ...names.flatMap(name => STATISTICS.map(s => `${name}_${s}`))]
  const lines = [...groups.values()].map(group => {
    const [{ values, arm, at }] = group as [Row]
    const columns = names.map((_, c) => statistics(group.map(row => (c === 0 ? row.step : numberAt(row.read, c - 1)))))
    return [...axes.map(({ place }) => elementAt(values, place)), arm, at, group.length, ...columns.flat()]
  })
  return csv(header, lines)
}

/** Count, mean, standard error, median and quartiles of the numbers among the values, NaN left out. */
export function statistics(values: readonly number[]): number[] {
  const known = Float64Array.from(values.filter(v => !Number.isNaN(v))).sort()
  if (known.length === 0) return [0, ...STATISTICS.slice(1).map(() => Number.NaN)]
  const { mean, error } = meanAndError(known)
  const [q25, median, q75] = quantiles(known, [0.25, 0.5, 0.75]) as [number, number, number]
  return [known.length, mean, error, median, q25, q75]
}
