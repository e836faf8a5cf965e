import { type Cov2, magnificationFor, type PlaneDomain } from '../../../charts'
import { isPlain } from '../../../scenario'
import { list } from '../reading/numbers'
import { type ArmView, effectiveBatch, scalarOf, type View } from '../reading/view'

/** Covariance of the gradient noise times η on the plane, η²Σ/B: for SGD that of one step. And the same with 2L·G in place of Σ. */
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

/** What the solid ellipses are: for an arm whose optimizer changes its gradients, not the covariance of its step. */
export function ellipseLabel(view: View): string {
  const drawn = view.arms.filter(arm => ellipsesOf(view, arm))
  const raw = drawn.filter(arm => !isPlain(arm))
  if (raw.length === 0) return 'noise η²Σ/B'
  return raw.length === drawn.length
    ? 'raw gradient noise, η²Σ/B'
    : `noise η²Σ/B (${list(raw.map(arm => arm.label))}: of the raw gradients)`
}

/** An ellipse's covariance in units of the view, in which it is 1 wide and 1 high. */
export function relative([xx, xy, yy]: Cov2, { x, y }: PlaneDomain): Cov2 {
  const [w, h] = [x[1] - x[0], y[1] - y[0]]
  return [xx / (w * w), xy / (w * h), yy / (h * h)]
}

/** Larger half axis of the ellipse of a covariance. */
export function reach([xx, xy, yy]: Cov2): number {
  return Math.sqrt(Math.max(0, xx / 2 + yy / 2 + Math.hypot(xx / 2 - yy / 2, xy)))
}

const [SMALL, LARGE] = [0.06, 0.34]

/**
 * Magnification of the ellipses in a view: the previous one as long as they are neither too small nor too large with it,
 * else the 1-2-5 number that makes them about a fifth of the view.
 */
export function calmMagnification(covs: readonly Cov2[], domain: PlaneDomain, previous: number | undefined): number {
  const inView = covs.map(c => relative(c, domain))
  const size = Math.max(0, ...inView.map(reach).filter(Number.isFinite))
  if (previous !== undefined && size * previous >= SMALL && size * previous <= LARGE) return previous
  return magnificationFor(inView, 1, 0.2)
}
