import { nth, number } from './numbers'
import { direction } from './series'
import { type ArmView, columnOf, scalarOf, type View } from './view'

/** Where an arm's loss is going, in a few words: for the sentences of several panels. */

/** Loss below which only rounding is left. */
export const ROUNDING = 1e-27

export const hasDiverged = (view: View, arm: ArmView) => (arm.trace.divergence?.step ?? Number.POSITIVE_INFINITY) <= view.step

export function trend(view: View, arm: ArmView): string {
  const { divergence } = arm.trace
  if (divergence && hasDiverged(view, arm)) {
    const along = divergence.direction > 0 ? ` along ${direction(divergence.direction)}` : ''
    return `${arm.label} diverged at step ${number(divergence.step)}${along}`
  }
  const now = scalarOf(view, arm, 'loss')
  if (!(now >= 0)) return ''
  if (now < ROUNDING) return `${arm.label} is at rounding error`
  const slope = logSlope(columnOf(view, arm, 'step'), columnOf(view, arm, 'loss'), arm.row)
  if (!slope) return `${arm.label} ${arm.row > 0 ? 'is' : 'starts'} at ${number(now)}`
  if (Math.abs(slope.change) < 0.1) return `${arm.label} stays near ${number(now, 2)}`
  const every = number(Number((1 / Math.abs(slope.perStep)).toPrecision(2)))
  const steps = every === '1' ? 'step' : `${every} steps`
  return slope.perStep < 0 ? `${arm.label} loses a factor 10 every ${steps}` : `${arm.label} grows tenfold every ${steps}`
}

/** Least-squares slope of log₁₀ y over the last third of the rows up to `row`, and the change over them. */
export function logSlope(x: ArrayLike<number>, y: ArrayLike<number>, row: number): { perStep: number; change: number } | undefined {
  const from = Math.floor((row * 2) / 3)
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0]
  for (let i = Math.max(0, from); i <= row; i++) {
    const v = Math.log10(nth(y, i))
    if (!Number.isFinite(v)) continue
    const u = nth(x, i) - nth(x, from)
    n++
    sx += u
    sy += v
    sxx += u * u
    sxy += u * v
  }
  const spread = n * sxx - sx * sx
  if (n < 3 || spread <= 0) return undefined
  const perStep = (n * sxy - sx * sy) / spread
  return { perStep, change: perStep * (nth(x, row) - nth(x, from)) }
}
