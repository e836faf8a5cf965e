/** The tables of a sweep: a row for every point, arm and step asked for, and the same summed up over the seeds. */

import { csv } from '../../lib/csv'
import { encodeNpz, type NpyArray } from '../../lib/npz'
import { meanAndError, quantiles } from '../../lib/sample'
import { elementAt, numberAt } from '../../lib/values'
import { placeName } from './asked'
import type { KnownPoint, SweepManifest } from './store'

/** Columns of the tables beside those that are read; an axis of such a name, or of one that is read, is called `field_NAME`. */
const OWN = ['point', 'arm', 'at', 'step', 'link', 'fingerprint']

/** What is said of every column over the seeds: of the numbers that are there, which `n` counts. */
const STATISTICS = ['n', 'mean', 'se', 'median', 'q25', 'q75'] as const

interface Row {
  readonly point: KnownPoint
  readonly values: readonly string[]
  readonly seed: number
  readonly arm: string
  readonly at: string
  readonly step: number
  readonly read: readonly number[]
}

/** sweep.csv, sweep-summary.csv and sweep.npz of all points in their order: the same bytes whoever computed them. */
export function tablesOf(manifest: SweepManifest, points: readonly KnownPoint[]): Readonly<Record<string, string | Uint8Array>> {
  const rows = points.flatMap(point => {
    const { values, seed } = elementAt(manifest.points, point.point)
    return point.rows.map(({ arm, at, step, values: read }): Row => ({ point, values, seed, arm, at, step, read }))
  })
  return {
    'sweep.csv': table(manifest, rows),
    'sweep-summary.csv': summary(manifest, rows),
    'sweep.npz': encodeNpz(arrays(manifest, rows)),
  }
}

/** The axes beside the seed, which has a column of its own. */
function axesOf({ grid, columns }: SweepManifest) {
  const clash = (name: string) => OWN.includes(name) || columns.includes(name)
  return grid.flatMap(({ field, values, numeric }, place) =>
    field === 'seed' ? [] : [{ name: clash(field) ? `field_${field}` : field, place, texts: values, numeric }],
  )
}

function table(manifest: SweepManifest, rows: readonly Row[]): string {
  const axes = axesOf(manifest)
  const header = ['point', ...axes.map(({ name }) => name), 'seed', 'arm', 'at', 'step', ...manifest.columns, 'link', 'fingerprint']
  const lines = rows.map(({ point, values, seed, arm, at, step, read }) => {
    const places = axes.map(({ place }) => elementAt(values, place))
    return [point.point, ...places, seed, arm, at, step, ...read, point.link, point.fingerprint]
  })
  return csv(header, lines)
}

/** Rows that differ in nothing but the seed, in the order of the first of each. */
function summary(manifest: SweepManifest, rows: readonly Row[]): string {
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

function statistics(values: readonly number[]): number[] {
  const known = Float64Array.from(values.filter(v => !Number.isNaN(v))).sort()
  if (known.length === 0) return [0, ...STATISTICS.slice(1).map(() => Number.NaN)]
  const { mean, error } = meanAndError(known)
  const [q25, median, q75] = quantiles(known, [0.25, 0.5, 0.75]) as [number, number, number]
  return [known.length, mean, error, median, q25, q75]
}

/** A column of sweep.csv each; texts as their place in a list of sweep.json. */
function arrays(manifest: SweepManifest, rows: readonly Row[]): Record<string, NpyArray> {
  const numbers = (of: (row: Row) => number): NpyArray => ({ data: Float64Array.from(rows, of), shape: [rows.length] })
  const places = (of: (row: Row) => number): NpyArray => ({ data: Int32Array.from(rows, of), shape: [rows.length] })
  const asked = [...manifest.at, ...(manifest.until ? [manifest.until] : [])].map(placeName)
  const axes = axesOf(manifest).map(({ name, place, texts, numeric }) => {
    const text = ({ values }: Row) => elementAt(values, place)
    return [name, numeric ? numbers(row => Number(text(row))) : places(row => texts.indexOf(text(row)))] as const
  })
  return {
    point: places(({ point }) => point.point),
    ...Object.fromEntries(axes),
    seed: numbers(({ seed }) => seed),
    arm: places(({ arm }) => manifest.arms.indexOf(arm)),
    at: places(({ at }) => asked.indexOf(at)),
    step: numbers(({ step }) => step),
    ...Object.fromEntries(manifest.columns.map((name, c) => [name, numbers(({ read }) => numberAt(read, c))])),
  }
}
