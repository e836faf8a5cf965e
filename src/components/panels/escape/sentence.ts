import { subscript } from '../../../lib/digits'
import { noNoise } from '../reading/noise'
import { nth, number, short } from '../reading/numbers'
import { curveAt, growthAt, recursionsOf } from '../reading/recursions'
import { everyWords, logSlope } from '../reading/trend'
import { type ArmView, columnOf, entryOf, type View } from '../reading/view'

/** D_k of an arm over all rows. */
export function metricColumn(view: View, arm: ArmView, k: number): Float64Array {
  const { columns } = view
  return columns && k <= columns.k ? arm.trace.table.column(columns.first.D + k - 1) : new Float64Array(0)
}

/** Below this D_k is rounding. */
const D_ROUNDING = 1e-12

/** How D_k goes for the first arms, and what its exact mean is. */
export function escapeSentence(view: View, k: number): string {
  const name = `D${subscript(k)}`
  const parts = view.arms.slice(0, 2).flatMap(arm => {
    const D = entryOf(view, arm, 'D', k)
    if (!Number.isFinite(D)) return []
    if (D < D_ROUNDING) return [`${arm.label} leaves along ${k === 1 ? 'v₁ alone' : `the ${k} sharpest alone`}`]
    const slope = logSlope(columnOf(view, arm, 'step'), metricColumn(view, arm, k), arm.row)
    const part = recursionsOf(view, arm)
    const noisy = part?.aligned != null
    if (!noisy && slope && slope.change < -0.3) return [`${arm.label}’s ${name} falls tenfold ${everyWords(slope)}`]
    const mean = part && noisy ? curveAt(part, part.exact, k, view.step) : Number.NaN
    return [`${arm.label}: ${name} = ${number(D, 2)}${Number.isFinite(mean) ? ` here, ${number(mean, 2)} in the mean` : ''}`]
  })
  return parts.length > 0 ? `${parts.join('; ')}.` : noNoise(view)
}

/** D_k of the growing direction over the paper's line, for the arm that single values speak of. */
export function overReference(view: View, k: number): number {
  const arm = view.selected
  const part = arm && recursionsOf(view, arm)
  const growth = part?.aligned ? growthAt(part, view.step) : undefined
  return growth && part && k <= part.k ? nth(growth.D, k - 1) / nth(part.reference, k - 1) : Number.NaN
}

export function escapeSubtitle(view: View, k: number): string {
  const arm = view.selected
  if (!arm) return `D_${k}`
  const D = `D${subscript(k)} ${short(entryOf(view, arm, 'D', k))}`
  const over = overReference(view, k)
  return Number.isFinite(over) ? `${D} · mean → ${short(over)} × paper’s` : D
}
