import { curvatures } from './curvature'
import { list, number } from './numbers'
import { scatterArms } from './scatterArms'
import { noiseOf, noNoise, overflowed, WAITING } from './sentences'
import { direction } from './series'
import { edgeOf } from './thresholds'
import { type ArmView, entryOf, scalarOf, type View, vectorOf } from './view'

export function directionsSentence(view: View): string {
  const arm = view.selected
  const g = arm ? vectorOf(view, arm, 'g') : []
  if (!arm || g.length === 0) return noNoise(view)
  let [low, high, near] = [0, 0, 0]
  for (let k = 0; k < g.length; k++) {
    if (g[k]! < g[low]!) low = k
    if (g[k]! > g[high]!) high = k
    if (g[k]! >= 0.75 && g[k]! <= 4 / 3) near++
  }
  if (g.length === 1) return `${arm.label}: along v₁ the noise is ${number(g[0]!)} times that of 2L·G.`
  const range = `${arm.label}: g runs from ${number(g[low]!, 2)} (${direction(low + 1)}) to ${number(g[high]!, 2)} (${direction(high + 1)})`
  return `${range}; ${near === g.length ? `all ${g.length}` : `${near} of ${g.length}`} directions are within a third of Σ = 2L·G.`
}

export function scatterSentence(view: View): string {
  const arm = view.selected
  if (!arm) return WAITING
  const lambda = curvatures(view, arm)
  const g = vectorOf(view, arm, 'g')
  const slope = powerOf(lambda, g)
  const range = lambda.length > 0 ? lambda[0]! / lambda[lambda.length - 1]! : Number.NaN
  if (!Number.isFinite(range) || g.length === 0) return noNoise(view)
  const { beyond } = scatterArms(view)
  const away = beyond.length > 0 ? ` ${list(beyond.map(b => b.label))} ${beyond.length > 1 ? 'lie' : 'lies'} beyond the axes.` : ''
  if (slope === undefined && range >= 1.5) return `${number(lambda.length)} directions are too few to tell a power.${away}`
  if (slope === undefined || range < 1.5) return `Curvature is nearly the same in every direction, and so is ${arm.label}’s noise.${away}`
  if (overflowed(view, arm)) return `Before ${arm.label} overflowed, its noise grew as curvature to the power ${number(slope, 2)}.${away}`
  return `Over a ${number(range, 2)}-fold range of curvature ${noiseOf(arm).replace('Minibatch', 'minibatch')} grows as curvature to the power ${number(slope, 2)}; Σ = 2L·G is power 1.${away}`
}

/** Exponent γ of the least-squares fit vᵀΣv ∝ λ^γ, from g and λ. */
export function powerOf(lambda: ArrayLike<number>, g: ArrayLike<number>): number | undefined {
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0]
  for (let k = 0; k < Math.min(lambda.length, g.length); k++) {
    const x = Math.log(lambda[k]!)
    const y = x + Math.log(g[k]!)
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue
    n++
    sx += x
    sy += y
    sxx += x * x
    sxy += x * y
  }
  const spread = n * sxx - sx * sx
  // Curvatures that differ by rounding alone tell no power.
  return n < 3 || spread <= 1e-12 * Math.max(sxx, n * n) ? undefined : (n * sxy - sx * sy) / spread
}

export function flatnessSentence(view: View): string {
  const drifts = view.arms.filter(arm => arm.settings.noise !== 'minibatch').flatMap(arm => drift(view, arm))
  const parts = view.arms.flatMap(arm => {
    const edge = edgeOf(view, arm)
    if (!edge || !Number.isFinite(edge.value) || !Number.isFinite(edge.limit)) return []
    const { value, limit, quantity, formula } = edge
    const bound = !quantity.startsWith('λ')
    const pair = !USUAL.includes(quantity)
      ? ` (${quantity} = ${number(value)}, ${formula} = ${number(limit)})`
      : ` ${formula}${bound ? ` = ${number(limit)}` : ''}`
    if (bound) return [`${arm.label} is ${againstBound(value / limit)} the paper’s bound${pair}${growth(view, arm, value < limit)}`]
    if (Math.abs(value / limit - 1) < 0.02) return [`${arm.label} sits at its edge${pair}`]
    return [`${arm.label} is ${value > limit ? 'beyond' : 'below'} its edge${pair}`]
  })
  const said = [...drifts, ...parts].slice(0, 2)
  if (said.length > 0) return `${said.join('; ')}.`
  const arm = view.selected
  const lambda = arm ? entryOf(view, arm, 'lambda', 1) : Number.NaN
  return Number.isFinite(lambda)
    ? `${arm!.label}: λ₁ = ${number(lambda)}; no threshold is known for its noise or its momentum.`
    : noNoise(view)
}

/** Quantities whose values stand beside the title. */
const USUAL = ['λ₁', '‖G‖_F']

const againstBound = (ratio: number) => (Math.abs(ratio - 1) < 0.02 ? 'at' : ratio > 1 ? 'beyond' : 'below')

/**
 * What the paper's bound leaves open: it is necessary for one step's expected loss not to grow, and not sufficient. Where
 * the exact growth of E[L] is known, that is said.
 */
function growth(view: View, arm: ArmView, below: boolean): string {
  const part = view.traces.studies.get('curves')?.parts.find(p => p?.arm === arm.id)
  const rho = part?.growth.findLast(g => g.from <= view.step)?.rho ?? Number.NaN
  if (Number.isNaN(rho)) return below ? ' (necessary, not sufficient)' : ''
  const says = rho > 1 ? 'grows' : view.scenario.data.labelNoise > 0 ? 'settles' : 'falls'
  return `${below === rho > 1 ? ', yet' : ', and'} E[L] ${says} (ρ = ${number(rho, 4)} per step)`
}

/** Where an arm whose noise has no threshold has gone: Tr G at its start and now, where it moved by a tenth or more. */
function drift(view: View, arm: ArmView): string[] {
  const [before, now] = [scalarOf(view, arm, 'trace_G', 0), scalarOf(view, arm, 'trace_G')]
  if (!(before > 0 && now > 0) || Math.abs(now / before - 1) < 0.1) return []
  return [`${arm.label}: Tr G ${now < before ? 'fell' : 'rose'} from ${number(before)} to ${number(now)}`]
}
