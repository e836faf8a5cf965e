import { ellipsesOf } from './ellipses'
import { list, number, percent } from './numbers'
import { direction } from './series'
import { type ArmView, columnOf, entryOf, scalarOf, type View } from './view'

/** One plain sentence per panel about what is to be seen now: short, and true of the numbers on screen. */

export const WAITING = 'Waiting for the first measurement.'

/** Loss below which only rounding is left. */
const ROUNDING = 1e-27

export function lossSentence(view: View): string {
  const parts = view.arms.slice(0, 3).map(arm => trend(view, arm))
  return parts.length > 0 && parts.some(Boolean) ? `${parts.filter(Boolean).join('; ')}.` : WAITING
}

export const overflowed = (view: View, arm: ArmView) => (arm.trace.divergence?.step ?? Number.POSITIVE_INFINITY) <= view.step

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
export function noiseOf(arm: ArmView): string {
  return arm.settings.noise === 'minibatch' ? `${arm.label}’s noise` : `Minibatch noise at the weights of ${arm.label}`
}

/** Why there is nothing to measure. */
export function noNoise(view: View): string {
  const arm = view.selected
  if (arm && overflowed(view, arm)) return `${trend(view, arm)}.`
  if (arm && scalarOf(view, arm, 'loss') === 0) return `${arm.label}’s loss is exactly 0: there is no noise left.`
  return arm && scalarOf(view, arm, 'trace_G') === 0 ? `${arm.label}’s G is 0: no weight moves an output here.` : WAITING
}

export function landscapeSentence(view: View): string {
  const words = [...view.arms].sort((a, b) => Number(a.kind === 'sgd') - Number(b.kind === 'sgd')).flatMap(arm => whereabouts(view, arm))
  return words.length > 0 ? words.slice(0, 2).join(' ') : (ellipseSentence(view) ?? noNoise(view))
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
