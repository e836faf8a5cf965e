import { type HeatmapData, heatRange } from '../../../charts'
import { shownDirections } from '../frame/border'
import { nth } from '../reading/numbers'
import { thinned } from '../reading/thinned'
import { clockOf } from '../reading/time'
import { type ArmView, columnOf, type View } from '../reading/view'

/** Decades below the weakest moment's largest energy that still have a colour, and decades in all. */
const SHOWN_FACTOR = 1e2
const MOST_DECADES_FACTOR = 1e16

/** Columns of a heat map at most. */
const MOST_COLUMNS = 400

/** Energies as rows of one matrix, or their shares of 2L; of long runs every so many-th measured step. */
export function paneOf(view: View, arm: ArmView, share: boolean, cursor: number | undefined): HeatmapData {
  const { columns } = view
  const steps = columnOf(view, arm, 'step')
  const loss = columnOf(view, arm, 'loss')
  const rows = shownDirections(view)
  const at = thinned(steps.length, MOST_COLUMNS)
  const count = at.length
  const values = new Float64Array(rows * count)
  for (let k = 0; columns && k < Math.min(rows, columns.k); k++) {
    const energy = arm.trace.table.column(columns.first.energy + k)
    for (let c = 0; c < count; c++) values[k * count + c] = nth(energy, nth(at, c)) / (share ? 2 * nth(loss, nth(at, c)) : 1)
  }
  return {
    values,
    rows,
    columns: count,
    x: Float64Array.from(at, i => nth(steps, i)),
    label: arm.label,
    color: arm.color,
    cursor,
    clock: clockOf(view, arm),
  }
}

/** One colour scale for every arm, wide enough that each moment shows its leading directions. */
export function colourRange(panes: readonly HeatmapData[]): readonly [number, number] | undefined {
  const range = heatRange(panes)
  if (!range) return undefined
  let least = range[1]
  for (const { values, rows, columns } of panes)
    for (let c = 0; c < columns; c++) {
      let top = 0
      for (let r = 0; r < rows; r++) top = Math.max(top, nth(values, r * columns + c) || 0)
      if (top > 0 && top < least) least = top
    }
  return [Math.max(range[1] / MOST_DECADES_FACTOR, least / SHOWN_FACTOR), range[1]]
}
