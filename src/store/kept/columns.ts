/** Rows that another version of this program measured, in the columns that this one has. */
import { COLUMNS, type Columns, columnsFor, VECTORS } from '../../scenario'
import type { KeptRun } from './types'

/** The columns of this version with groups as wide as those among these names. */
function columnsLike(names: readonly string[]): Columns {
  const widest = (per: string) => {
    const groups = VECTORS.filter(group => COLUMNS[group].per === per)
    const counts = groups.map(
      group => names.filter(name => name.startsWith(`${group}_`) && /^\d+$/.test(name.slice(group.length + 1))).length,
    )
    return Math.max(0, ...counts)
  }
  return columnsFor({
    k: widest('direction'),
    hessian: widest('eigenvalue of H'),
    layers: widest('layer'),
    apart: widest('layer by itself'),
    hops: widest('number of hops'),
  })
}

/** A run in the columns of this version: what these rows do not have is NaN, and what nobody reads any more is left out. */
export function inColumnsOfToday(run: KeptRun): KeptRun {
  const { names } = run.columns
  const columns = columnsLike(names)
  if (columns.width === names.length && columns.names.every((name, c) => name === names[c])) return { ...run, columns }
  const places = columns.names.map(name => names.indexOf(name))
  const arms = run.arms.map(arm => {
    const count = arm.rows.length / names.length
    const rows = new Float64Array(count * columns.width).fill(Number.NaN)
    for (let row = 0; row < count; row++)
      for (const [c, from] of places.entries())
        if (from >= 0) rows[row * columns.width + c] = arm.rows[row * names.length + from] ?? Number.NaN
    return { ...arm, rows }
  })
  return { ...run, columns, arms }
}
