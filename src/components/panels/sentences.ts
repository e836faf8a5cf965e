import { curvatures } from './curvature'
import { ellipsesOf } from './ellipses'
import { list, number, percent } from './numbers'
import { scatterArms } from './scatterArms'
import { direction } from './series'
import { edgeOf } from './thresholds'
import { type ArmView, columnOf, entryOf, scalarOf, type View, vectorOf } from './view'

/** One plain sentence per panel about what is to be seen now: short, and true of the numbers on screen. */

const WAITING = 'Waiting for the first measurement.'

/** Loss below which only rounding is left. */
const ROUNDING = 1e-27

export function lossSentence(view: View): string {
  const parts = view.arms.slice(0, 3).map(arm => trend(view, arm))
  return parts.length > 0 && parts.some(Boolean) ? `${parts.filter(Boolean).join('; ')}.` : WAITING
}

const overflowed = (view: View, arm: ArmView) => (arm.trace.divergence?.step ?? Number.POSITIVE_INFINITY) <= view.step

function trend(view: View, arm: ArmView): string {
  const { divergence } = arm.trace
  if (divergence && overflowed(view, arm)) {
    const along = divergence.direction > 0 ? ` along ${direction(divergence.direction)}` : ''
    return `${arm.label} overflowed at step ${number(divergence.step)}${along}`
  }
  const now = scalarOf(view, arm, 'loss')
  if (!(now >= 0)) return ''
  if (now < ROUNDING) return `${arm.label} is down to rounding`
  const slope = logSlope(columnOf(view, arm, 'step'), columnOf(view, arm, 'loss'), arm.row)
  if (!slope) return `${arm.label} starts at ${number(now)}`
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
    const v = Math.log10(y[i]!)
    if (!Number.isFinite(v)) continue
    const u = x[i]! - x[from]!
    n++
    sx += u
    sy += v
    sxx += u * u
    sxy += u * v
  }
  const spread = n * sxx - sx * sx
  if (n < 3 || spread <= 0) return undefined
  const perStep = (n * sxy - sx * sy) / spread
  return { perStep, change: perStep * (x[row]! - x[from]!) }
}

export function alignmentSentence(view: View): string {
  const arm = view.selected
  const mu = arm ? scalarOf(view, arm, 'mu') : Number.NaN
  if (!arm || !Number.isFinite(mu)) return noNoise(view)
  const round = scalarOf(view, arm, 'mu_isotropic')
  return `${noiseOf(arm)} is ${number(mu)} times as aligned with curvature as Σ = 2L·G; round noise of the same size: ${number(round, 2)}.`
}

/** What μ and g speak of: where an arm makes a noise of its own, still that which minibatches would have. */
function noiseOf(arm: ArmView): string {
  return arm.settings.noise === 'minibatch' ? `${arm.label}’s noise` : `Minibatch noise at the weights of ${arm.label}`
}

/** Why there is nothing to measure. */
export function noNoise(view: View): string {
  const arm = view.selected
  if (arm && overflowed(view, arm)) return `${trend(view, arm)}.`
  return arm && scalarOf(view, arm, 'loss') === 0 ? `${arm.label}’s loss is exactly 0: there is no noise left.` : WAITING
}

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
  return n < 3 || spread <= 1e-12 * sxx ? undefined : (n * sxy - sx * sy) / spread
}

export function flatnessSentence(view: View): string {
  const drifts = view.arms.filter(arm => arm.settings.noise !== 'minibatch').flatMap(arm => drift(view, arm))
  const parts = view.arms.flatMap(arm => {
    const edge = edgeOf(view, arm)
    if (!edge || !Number.isFinite(edge.value) || !Number.isFinite(edge.limit)) return []
    const { value, limit, quantity, formula } = edge
    const pair = `${quantity} = ${number(value)}, ${formula} = ${number(limit)}`
    if (!quantity.startsWith('λ'))
      return [`${arm.label} is ${againstBound(value / limit)} the paper’s bound (${pair})${growth(view, arm, value < limit)}`]
    if (Math.abs(value / limit - 1) < 0.02) return [`${arm.label} sits at its edge (${pair})`]
    return [`${arm.label} is ${value > limit ? 'beyond' : 'below'} its edge (${pair})`]
  })
  const said = [...drifts, ...parts].slice(0, 2)
  if (said.length > 0) return `${said.join('; ')}.`
  const arm = view.selected
  const lambda = arm ? entryOf(view, arm, 'lambda', 1) : Number.NaN
  return Number.isFinite(lambda) ? `${arm!.label}: λ₁ = ${number(lambda)}; no threshold is known for its noise or its momentum.` : WAITING
}

const againstBound = (ratio: number) => (Math.abs(ratio - 1) < 0.02 ? 'at' : ratio > 1 ? 'beyond' : 'below')

/**
 * What the paper's bound leaves open: it is necessary for one step's expected loss not to grow, and not sufficient. Where
 * the exact growth of E[L] is known, that is said.
 */
function growth(view: View, arm: ArmView, below: boolean): string {
  const part = view.traces.studies.get('curves')?.parts.find(p => p?.arm === arm.id)
  const rho = part?.growth.findLast(g => g.from <= view.step)?.rho ?? Number.NaN
  if (Number.isNaN(rho)) return below ? ', which is necessary for stability but not sufficient' : ''
  return `${below === rho > 1 ? ', yet' : ', and'} E[L] ${rho > 1 ? 'grows' : 'falls'} (ρ = ${number(rho, 4)} per step)`
}

/** Where an arm whose noise has no threshold has gone: Tr G at its start and now, where it moved by a tenth or more. */
function drift(view: View, arm: ArmView): string[] {
  const [before, now] = [scalarOf(view, arm, 'trace_G', 0), scalarOf(view, arm, 'trace_G')]
  if (!(before > 0 && now > 0) || Math.abs(now / before - 1) < 0.1) return []
  return [`${arm.label}: Tr G ${now < before ? 'fell' : 'rose'} from ${number(before)} to ${number(now)}`]
}

export function landscapeSentence(view: View): string {
  const words = [...view.arms].sort((a, b) => Number(a.kind === 'sgd') - Number(b.kind === 'sgd')).flatMap(arm => whereabouts(view, arm))
  return words.length > 0 ? words.slice(0, 2).join(' ') : (ellipseSentence(view) ?? WAITING)
}

/** Where an arm's loss lies: shares by direction follow from D_k, the energy beyond k over that up to k. */
function whereabouts(view: View, arm: ArmView): string[] {
  if (overflowed(view, arm)) return [`${trend(view, arm)}.`]
  let [best, at, before] = [0, 0, 0]
  for (let k = 1; k <= (view.columns?.k ?? 0); k++) {
    const D = entryOf(view, arm, 'D', k)
    if (Number.isNaN(D)) break
    const upTo = 1 / (1 + D)
    if (upTo - before > best) [best, at] = [upTo - before, k]
    before = upTo
  }
  if (at === 0 || !(scalarOf(view, arm, 'loss') > ROUNDING)) return []
  const loss = view.scenario.data.labelNoise > 0 ? 'excess loss' : 'loss'
  if (1 - before > best) return [`${arm.label} has ${percent(1 - before)} of its ${loss} beyond the directions shown.`]
  if (best < 0.5)
    return [`${arm.label}’s ${loss} is spread over directions; the largest part, ${percent(best)}, lies along ${direction(at)}.`]
  if (arm.kind === 'sgd') return [`${arm.label} has ${percent(best)} of its ${loss} along ${direction(at)}.`]
  const turn = scalarOf(view, arm, 'lr') * entryOf(view, arm, 'lambda', at)
  const verb = arm.settings.momentum > 0 ? 'moves' : turn > 1.001 ? 'swings' : 'slides'
  return [`${arm.label} ${verb} along ${direction(at)}: ${percent(best)} of its ${loss} lies there.`]
}

function ellipseSentence(view: View): string | undefined {
  const sizes = view.arms.flatMap(arm => {
    const pair = ellipsesOf(view, arm)
    if (!pair) return []
    const area = ([xx, xy, yy]: readonly [number, number, number]) => Math.sqrt(Math.max(0, xx * yy - xy * xy))
    const ratio = area(pair.noise) / area(pair.curvature)
    return Number.isFinite(ratio) ? [`${arm.label}’s noise ellipse has ${number(ratio, 2)} times the area of 2L·G’s`] : []
  })
  return sizes.length > 0 ? `${list(sizes.slice(0, 2))}.` : undefined
}
