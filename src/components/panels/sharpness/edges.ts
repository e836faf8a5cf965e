import { isPlain } from '../../../scenario'
import { withHessian } from '../reading/curvature'
import { type ArmView, effectiveBatch, entryOf, scalarOf, type View } from '../reading/view'

/** A value of batch sharpness that training does not stay above for long. */
export interface SharpnessEdge {
  readonly limit: number
  readonly formula: string
}

/** The column that batch sharpness is read from: that with G where no model can be asked for the H of its minibatches. */
export const sharpnessOf = ({ traces }: View) => (traces.measured ? 'batch_sharpness_gn' : 'batch_sharpness')

/** What the arm has of the exact threshold of mean-square stability, and of the two that it stands beside, as learning rates. */
export interface Thresholds {
  readonly eta: number
  /** √(B/μ)/‖G‖_F, which the paper's condition allows at most. */
  readonly necessary: number
  /** 2/λ₁ of G, where gradient descent ends. */
  readonly descent: number
}

/** At a row; NaN where they do not exist. */
export function thresholdsAt(view: View, arm: ArmView, row = arm.row): Thresholds {
  const at = (name: 'eta_star' | 'mu' | 'frob_G') => scalarOf(view, arm, name, row)
  const B = effectiveBatch(view, arm, row)
  return {
    eta: at('eta_star'),
    necessary: Number.isFinite(B) && !withHessian(view) ? Math.sqrt(B / at('mu')) / at('frob_G') : Number.NaN,
    descent: 2 / entryOf(view, arm, 'lambda', 1, row),
  }
}

/**
 * 2/η (arXiv 2412.20553); with heavy-ball momentum m 2(1−m)/η for small minibatches and 2(1+m)/η for large ones, of all samples the latter alone
 * (2604.14108). None for optimizers whose step is no multiple of the gradient.
 */
export function sharpnessEdges(view: View, arm: ArmView, row = arm.row): readonly SharpnessEdge[] {
  const eta = scalarOf(view, arm, 'lr', row)
  if (!(eta > 0) || !isPlain(arm)) return []
  const { momentum: m } = arm.settings
  if (m === 0) return [{ limit: 2 / eta, formula: '2/η' }]
  const large = { limit: (2 * (1 + m)) / eta, formula: '2(1+m)/η' }
  if (effectiveBatch(view, arm, row) === Number.POSITIVE_INFINITY) return [large]
  return [{ limit: (2 * (1 - m)) / eta, formula: '2(1−m)/η' }, large]
}
