import { isNetwork } from '../../../scenario'
import { nth } from '../reading/numbers'
import { splitAt } from '../reading/split'
import { thinned } from '../reading/thinned'
import { type ArmView, columnOf, entryOf, type View } from '../reading/view'

/** Points of a path at most. */
const PATH_POINTS = 1000

/**
 * Whether it is the squared distance from where the escape began that is split, along the directions of G there: of networks, whose
 * directions at one step are not those of the next.
 */
export const splitsDistance = ({ scenario }: View): boolean => isNetwork(scenario.model)

/** What an arm has in the k sharpest directions and in all others: together twice the loss, or ‖θ − θ_a‖². */
export interface Energies {
  readonly sharp: number
  readonly flat: number
  /** flat / sharp. */
  readonly D: number
}

const NONE: Energies = { sharp: Number.NaN, flat: Number.NaN, D: Number.NaN }

/** The two parts at a row; NaN where they are not known, and where an arm has not moved yet. A flat energy comes from D_k, which keeps its digits however small it is. */
export function energiesAt(view: View, arm: ArmView, k: number, row = arm.row): Energies {
  if (splitsDistance(view)) {
    const { moved, sharp, flat } = splitAt(view, arm, k, row)
    return moved > 0 ? { sharp: sharp * sharp, flat: flat * flat, D: (flat / sharp) ** 2 } : NONE
  }
  const D = entryOf(view, arm, 'D', k, row)
  let sharp = 0
  for (let l = 1; l <= k; l++) sharp += entryOf(view, arm, 'energy', l, row)
  return { sharp, flat: D * sharp, D }
}

/** Both parts over the run, every so many-th row from the newest back, and which point is the one shown. */
export function energyPath(view: View, arm: ArmView, k: number) {
  const steps = columnOf(view, arm, 'step')
  const rows = [...thinned(steps.length, PATH_POINTS)]
  // The row shown is always among them, so that the mark stands on the step that the texts speak of.
  const at = rows.findLastIndex(row => row <= arm.row)
  if (at >= 0) rows[at] = arm.row
  const points = rows.map(row => energiesAt(view, arm, k, row))
  return {
    step: Float64Array.from(rows, row => nth(steps, row)),
    sharp: Float64Array.from(points, p => p.sharp),
    flat: Float64Array.from(points, p => p.flat),
    length: rows.length,
    at: Math.max(0, at),
  }
}
