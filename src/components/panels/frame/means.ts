/** What a panel over the run says of its lines where they are moving means. */
import { type ChartLayout, formatValue, indexAt, meanWords, movingMean } from '../../../charts'
import { numberAt } from '../../../lib/values'
import type { NumberTable, Readout } from '../reading/readout'
import type { View } from '../reading/view'

/** Columns of tables that no line is drawn of, or none that is smoothed. */
const NOT_SMOOTHED = new Set(['time', 'k', 'anchor_step', 'lr', 'batch_size'])

/** How many steps on either side the lines of a panel are means over; 0 where they are what was measured. */
export const reachOf = (timed: 'x' | 'xy' | undefined, { scenario }: View): number => (timed === 'xy' ? scenario.view.smooth : 0)

/** A readout with the mean of every named line at its step, after the values themselves. */
export function withMeans(readout: Readout, layout: ChartLayout, reach: number, step: number): Readout {
  const rows = (layout.smoothed ?? []).flatMap(({ label, color, mean }) => {
    const i = mean ? indexAt(mean.steps, mean.length, step) : -1
    if (!label || !mean || numberAt(mean.steps, i) !== step) return []
    return [
      { label: `${label}, ${meanWords(reach)}`, ...(typeof color === 'number' && { color }), value: formatValue(numberAt(mean.values, i)) },
    ]
  })
  return { ...readout, rows: [...readout.rows, ...rows] }
}

/** A table over the steps with the mean of every column that a line is drawn of; what stands before the step tells its lines apart. */
export function tableWithMeans({ header, rows }: NumberTable, reach: number): NumberTable {
  const step = header.indexOf('step')
  const columns = header.flatMap((name, c) =>
    c > step && !NOT_SMOOTHED.has(name) && rows.some(row => typeof row[c] === 'number') ? [c] : [],
  )
  if (step < 0 || columns.length === 0) return { header, rows }
  const lines = new Map<string, number[]>()
  for (const [r, row] of rows.entries()) {
    const key = JSON.stringify(row.slice(0, step))
    const line = lines.get(key) ?? []
    lines.set(key, line)
    const last = line.at(-1)
    if (last === undefined || Number(rows[last]?.[step]) < Number(row[step])) line.push(r)
  }
  const means = rows.map(() => columns.map(() => Number.NaN))
  for (const line of lines.values()) {
    const at = (c: number) => line.map(r => Number(rows[r]?.[c]))
    for (const [j, c] of columns.entries()) {
      const smooth = movingMean(at(step), at(c), line.length, reach)
      for (const [i, r] of line.entries()) means[r]?.splice(j, 1, numberAt(smooth, i))
    }
  }
  return {
    header: [...header, ...columns.map(c => `${header[c]}_mean_${reach}`)],
    rows: rows.map((row, r) => [...row, ...(means[r] ?? [])]),
  }
}
