/** The tables of a sweep as files: `tablesOf`. */

import { csv } from '../../lib/csv'
import { encodeNpz, type NpyArray } from '../../lib/npz'
import { encodeParquet, type ParquetColumn } from '../../lib/parquet'
import { elementAt, numberAt } from '../../lib/values'
import { placeName } from './asked'
import { isWhole } from './axes'
import { axesOf, type KnownPoint, type Row, rowsOf, type SweepOf, summary, table } from './table'

/** sweep.csv, sweep-summary.csv, sweep.npz and sweep.parquet of all points in their order: the same bytes whoever computed them. */
export function tablesOf(sweep: SweepOf, points: readonly KnownPoint[]): Readonly<Record<string, string | Uint8Array>> {
  const rows = rowsOf(sweep, points)
  const { header, rows: lines } = table(sweep, rows)
  return {
    'sweep.csv': csv(header, lines),
    'sweep-summary.csv': summary(sweep, rows),
    'sweep.npz': encodeNpz(arrays(sweep, rows)),
    'sweep.parquet': encodeParquet(typed(sweep, header, lines)),
  }
}

/** A column of sweep.csv each; texts as their place in a list of sweep.json. */
function arrays(sweep: SweepOf, rows: readonly Row[]): Record<string, NpyArray> {
  const numbers = (of: (row: Row) => number): NpyArray => ({ data: Float64Array.from(rows, of), shape: [rows.length] })
  const places = (of: (row: Row) => number): NpyArray => ({ data: Int32Array.from(rows, of), shape: [rows.length] })
  const asked = [...sweep.at, ...(sweep.until ? [sweep.until] : [])].map(placeName)
  const axes = axesOf(sweep).map(({ name, place, texts, numeric }) => {
    const text = ({ values }: Row) => elementAt(values, place)
    return [name, numeric ? numbers(row => Number(text(row))) : places(row => texts.indexOf(text(row)))] as const
  })
  return {
    point: places(({ point }) => point.point),
    ...Object.fromEntries(axes),
    seed: numbers(({ seed }) => seed),
    arm: places(({ arm }) => sweep.arms.indexOf(arm)),
    at: places(({ at }) => asked.indexOf(at)),
    step: numbers(({ step }) => step),
    ...Object.fromEntries(sweep.columns.map((name, c) => [name, numbers(({ read }) => numberAt(read, c))])),
  }
}

/** The columns of sweep.csv with their types, which follow from what was asked alone: shards and repeats have the same. */
function typed(sweep: SweepOf, header: readonly string[], lines: readonly (readonly (string | number)[])[]): ParquetColumn[] {
  const axes = new Map(axesOf(sweep).map(axis => [axis.name, axis]))
  const kindOf = (name: string): ParquetColumn['kind'] => {
    const axis = axes.get(name)
    if (axis) return axis.numeric ? (isWhole(axis.field) ? 'integer' : 'number') : 'text'
    // A threshold that was not passed is passed after infinitely many steps.
    if (name === 'step') return sweep.until ? 'number' : 'integer'
    if (name === 'point' || name === 'seed') return 'integer'
    return sweep.columns.includes(name) ? 'number' : 'text'
  }
  return header.map((name, c) => ({ name, kind: kindOf(name), cells: lines.map(line => elementAt(line, c)) }))
}
