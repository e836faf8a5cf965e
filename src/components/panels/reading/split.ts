import { nth } from './numbers'
import { thinned } from './thinned'
import { type ArmView, columnOf, scalarOf, type View } from './view'

/** Points of a line at most. */
const LINE_POINTS = 1000

/** Norms of the displacement's parts in the span of the k sharpest directions of G where it began, and outside it. */
export interface SplitLines {
  readonly moved: number
  readonly sharp: number
  readonly flat: number
}

/** The split at a row; sharp and flat are NaN where the directions are not known. Parts are summed, not subtracted: a small one keeps its digits. */
export function splitAt(view: View, arm: ArmView, k: number, row = arm.row): SplitLines {
  const { columns } = view
  const moved = scalarOf(view, arm, 'moved', row)
  const rest = scalarOf(view, arm, 'moved_rest', row)
  let [sharp, flat] = [0, rest * rest]
  for (let l = 0; columns && l < columns.widths.moved_along; l++) {
    const along = arm.trace.table.value(row, columns.first.moved_along + l)
    // Where G has fewer directions than are shown, the last columns are empty.
    if (Number.isNaN(along)) break
    if (l < k) sharp += along * along
    else flat += along * along
  }
  return { moved, sharp: Number.isNaN(rest) ? rest : Math.sqrt(sharp), flat: Math.sqrt(flat) }
}

/** Share of flat directions in ‖θ − θ_a‖². */
export function flatShare({ sharp, flat }: SplitLines): number {
  return (flat * flat) / (sharp * sharp + flat * flat)
}

/** The split over the run, every so many-th row from the newest back. */
export function splitLines(view: View, arm: ArmView, k: number) {
  const steps = columnOf(view, arm, 'step')
  const rows = [...thinned(steps.length, LINE_POINTS)]
  const splits = rows.map(row => splitAt(view, arm, k, row))
  return {
    step: Float64Array.from(rows, row => nth(steps, row)),
    sharp: Float64Array.from(splits, s => s.sharp),
    flat: Float64Array.from(splits, s => s.flat),
  }
}
