import { bentDomain, type Cov2, magnificationFor, type PlaneDomain } from '../../../charts'
import { followsArms, isPlain } from '../../../scenario'
import { list } from '../reading/numbers'
import { type ArmView, effectiveBatch, scalarOf, type View } from '../reading/view'

/** Covariance of the gradient noise times η on the plane, η²Σ/B, without replacement times (n−B)/(n−1): for SGD that of one step. And the same with 2L·G in place of Σ. */
export interface Ellipses {
  readonly noise: Cov2
  readonly curvature: Cov2
}

/** None for gradient descent, for full batches and before the first measurement. */
export function ellipsesOf(view: View, arm: ArmView, row = arm.row): Ellipses | undefined {
  const at = (name: Parameters<typeof scalarOf>[2]) => scalarOf(view, arm, name, row)
  const scale = at('lr') ** 2 / effectiveBatch(view, arm, row)
  if (!(scale > 0)) return undefined
  const twoL = 2 * at('loss')
  const noise: Cov2 = [scale * at('sigma_xx'), scale * at('sigma_xy'), scale * at('sigma_yy')]
  const curvature: Cov2 = [scale * twoL * at('G_xx'), scale * twoL * at('G_xy'), scale * twoL * at('G_yy')]
  return [...noise, ...curvature].every(Number.isFinite) ? { noise, curvature } : undefined
}

/** The ellipses that belong on the plane on screen: none of a row that was read on another, as earlier rows are where the plane followed the arms. */
export function ellipsesHere(view: View, arm: ArmView): Ellipses | undefined {
  const { table, path } = arm.trace
  const step = table.value(arm.row, 0)
  // Of a long path only some points are kept.
  const old = () => (path.value(path.indexOf(step), 0) === step ? isAt(view, arm, step) : !followsArms(view.scenario.view))
  const here = arm.row === table.length - 1 ? view.traces.rowOfPlane : old()
  return here ? ellipsesOf(view, arm) : undefined
}

/** Whether the row of the step shown was read on the plane on screen, which may have moved on since. */
export function isOfPlane(view: View, arm: ArmView): boolean {
  return isAt(view, arm, view.step)
}

/** Whether the row shown has an arm where its path has it at a step. */
function isAt(view: View, arm: ArmView, step: number): boolean {
  const { path } = arm.trace
  const here = path.indexOf(step)
  const [x, y] = [scalarOf(view, arm, 'path_x'), scalarOf(view, arm, 'path_y')]
  return Math.hypot(x - path.value(here, 1), y - path.value(here, 2)) <= 1e-9 * Math.hypot(x, y)
}

/** g(v) = vᵀΣv/(2L·vᵀGv) of the direction v from an arm's point on the plane to a place on it; NaN where the row is of another plane. */
export function alignmentTowards(view: View, arm: ArmView, x: number, y: number): number {
  if (!isOfPlane(view, arm)) return Number.NaN
  const at = (name: Parameters<typeof scalarOf>[2]) => scalarOf(view, arm, name)
  const [px, py] = [at('path_x'), at('path_y')]
  const [a, b] = [x - px, y - py]
  const form = (xx: number, xy: number, yy: number) => a * a * xx + 2 * a * b * xy + b * b * yy
  const noise = form(at('sigma_xx'), at('sigma_xy'), at('sigma_yy'))
  return noise / (2 * at('loss') * form(at('G_xx'), at('G_xy'), at('G_yy')))
}

/** What the solid ellipses are: for an arm whose optimizer changes its gradients, not the covariance of its step. */
export function ellipseLabel(view: View): string {
  const drawn = view.arms.filter(arm => ellipsesOf(view, arm))
  const raw = drawn.filter(arm => !isPlain(arm))
  const finite = drawn.filter(({ settings }) => settings.sampling !== 'with-replacement')
  const all = (some: readonly ArmView[]) => some.length > 0 && some.length === drawn.length
  const of = all(finite) ? 'η²Σ/B·(n−B)/(n−1)' : 'η²Σ/B'
  const apart = (some: readonly ArmView[], what: string) =>
    some.length > 0 && !all(some) ? [`${list(some.map(arm => arm.label))}: ${what}`] : []
  const notes = [...apart(raw, 'of the raw gradients'), ...apart(finite, 'times (n−B)/(n−1)')]
  return `${all(raw) ? 'raw gradient noise,' : 'noise'} ${of}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`
}

/** An ellipse's covariance in units of the view, in which it is 1 wide and 1 high; on bent axes as they are at a place. */
export function relative(cov: Cov2, domain: PlaneDomain, at: Place = [0, 0]): Cov2 {
  const { x, y } = bentDomain(domain)
  const [w, h] = lengths(domain, at)
  return scaled(cov, w * (x[1] - x[0]), h * (y[1] - y[0]))
}

const scaled = ([xx, xy, yy]: Cov2, w: number, h: number): Cov2 => [xx / (w * w), xy / (w * h), yy / (h * h)]

/** What one is long on bent axes at a place: the size of what keeps its shape there. */
const lengths = ({ core = 0 }: PlaneDomain, at: Place): Place => (core > 0 ? [Math.hypot(at[0], core), Math.hypot(at[1], core)] : [1, 1])

/** Larger half axis of the ellipse of a covariance. */
export function reach([xx, xy, yy]: Cov2): number {
  return Math.sqrt(Math.max(0, xx / 2 + yy / 2 + Math.hypot(xx / 2 - yy / 2, xy)))
}

const [SMALL, LARGE] = [0.06, 0.34]
/** On bent axes an ellipse keeps its shape while it is no larger than this share of what keeps its shape there. */
const LOCAL = 0.4

type Place = readonly [number, number]

/**
 * Magnification of the ellipses in a view: the previous one as long as they are neither too small nor too large with it,
 * else the 1-2-5 number that makes them about a fifth of the view, where bent axes leave their shape.
 */
export function calmMagnification(covs: readonly Cov2[], domain: PlaneDomain, at: Place, previous: number | undefined): number {
  const inView = covs.map(c => relative(c, domain, at))
  const size = Math.max(0, ...inView.map(reach).filter(Number.isFinite))
  const most = domain.core
    ? magnificationFor(
        covs.map(c => scaled(c, ...lengths(domain, at))),
        1,
        LOCAL,
      )
    : Number.POSITIVE_INFINITY
  if (previous !== undefined && previous <= most && size * previous >= SMALL && size * previous <= LARGE) return previous
  return Math.min(most, magnificationFor(inView, 1, 0.2))
}
