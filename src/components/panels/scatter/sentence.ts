import { curvatures, symbolOf } from '../reading/curvature'
import { noiseless, noiseOf, noNoise, rawGradients, WAITING } from '../reading/noise'
import { list, nth, number } from '../reading/numbers'
import { hasDiverged } from '../reading/trend'
import { type View, vectorOf } from '../reading/view'
import { powerOf } from './power'
import { scatterArms } from './scatterArms'

/** The power by which noise grows with curvature, and whose dots lie beyond the axes. */
export function scatterSentence(view: View): string {
  const arm = view.selected
  if (!arm) return WAITING
  const lambda = curvatures(view, arm)
  const g = vectorOf(view, arm, 'g')
  const slope = powerOf(lambda, g)
  const range = lambda.length > 0 ? nth(lambda, 0) / nth(lambda, lambda.length - 1) : Number.NaN
  if (!Number.isFinite(range) || g.length === 0 || noiseless(view, arm)) return noNoise(view)
  const { outside } = scatterArms(view)
  const away = outside.length > 0 ? ` ${list(outside.map(b => b.label))} ${outside.length > 1 ? 'lie' : 'lies'} outside the axes.` : ''
  const also = `${away}${rawGradients(view)}`
  if (slope === undefined && range >= 1.5) return `${number(lambda.length)} directions are too few to fit a power law.${also}`
  if (slope === undefined || range < 1.5) return `Curvature is nearly the same in every direction, and so is ${arm.label}’s noise.${also}`
  if (hasDiverged(view, arm)) return `Before ${arm.label} diverged, its noise grew as curvature to the power ${number(slope, 2)}.${also}`
  return `Over a ${number(range, 2)}-fold range of curvature ${noiseOf(arm)} grows as curvature to the power ${number(slope, 2)}; Σ = 2L·${symbolOf(view)} is power 1.${also}`
}
