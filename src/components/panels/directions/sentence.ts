import { isPlain } from '../../../scenario'
import { symbolOf } from '../reading/curvature'
import { noiseless, noNoise, rawGradients } from '../reading/noise'
import { nth, number } from '../reading/numbers'
import { direction } from '../reading/series'
import { type View, vectorOf } from '../reading/view'

/** The range of the selected arm's g, and how many directions are near 1. */
export function directionsSentence(view: View): string {
  const arm = view.selected
  const S = symbolOf(view)
  const g = arm ? vectorOf(view, arm, 'g') : []
  if (!arm || g.length === 0 || noiseless(view, arm)) return noNoise(view)
  let [low, high, near] = [0, 0, 0]
  for (let k = 0; k < g.length; k++) {
    if (nth(g, k) < nth(g, low)) low = k
    if (nth(g, k) > nth(g, high)) high = k
    if (nth(g, k) >= 0.75 && nth(g, k) <= 4 / 3) near++
  }
  if (g.length === 1) return `${arm.label}: along v₁ the noise is ${number(nth(g, 0))} times that of 2L·${S}.${rawGradients(view)}`
  const range = `${arm.label}${isPlain(arm) ? '' : ', raw gradients'}: g runs from ${number(nth(g, low), 2)} (${direction(low + 1)}) to ${number(nth(g, high), 2)} (${direction(high + 1)})`
  return `${range}; ${near === g.length ? `all ${g.length}` : `${near} of ${g.length}`} directions are within a third of Σ = 2L·${S}.${rawGradients(view)}`
}
