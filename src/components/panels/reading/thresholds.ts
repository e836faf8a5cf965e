import { isPlain } from '../../../scenario'
import { withHessian } from './curvature'
import { type ArmView, effectiveBatch, entryOf, scalarOf, type View } from './view'

/** Where an arm's linear stability ends (THEORY.md §2 and §6). */
export interface Edge {
  /** The flatness that is compared, and its value now. */
  readonly quantity: 'λ₁' | 'λ₁(H)' | '‖G‖_F' | '‖H‖_F'
  readonly value: number
  readonly limit: number
  readonly formula: string
}

/**
 * GD: λ₁, of H where it is measured, against 2/η, with heavy-ball momentum m against 2(1+m)/η. SGD: ‖G‖_F against √(B/μ)/η with the measured μ; none
 * for other optimizers, with momentum or with synthetic noise of another covariance, for which the condition does not speak, and none for full batches.
 */
export function edgeOf(view: View, arm: ArmView, row = arm.row): Edge | undefined {
  const eta = scalarOf(view, arm, 'lr', row)
  const { momentum } = arm.settings
  if (!(eta > 0) || !isPlain(arm)) return undefined
  const B = effectiveBatch(view, arm, row)
  if (B === Number.POSITIVE_INFINITY) {
    const formula = momentum > 0 ? '2(1+m)/η' : '2/η'
    const limit = (2 * (1 + momentum)) / eta
    const ofHessian = entryOf(view, arm, 'lambda_H', 1, row)
    if (!Number.isNaN(ofHessian)) return { quantity: 'λ₁(H)', value: ofHessian, limit, formula }
    return { quantity: 'λ₁', value: entryOf(view, arm, 'lambda', 1, row), limit, formula }
  }
  const mu = scalarOf(view, arm, 'mu', row)
  const shaped = arm.settings.noise === 'minibatch' || (arm.settings.noise === 'gaussian' && arm.settings.trace === 0)
  if (momentum > 0 || !(mu > 0) || !shaped) return undefined
  const limit = Math.sqrt(B / mu) / eta
  if (withHessian(view)) return { quantity: '‖H‖_F', value: scalarOf(view, arm, 'frob_H', row), limit, formula: '√(B/μ)/η' }
  return { quantity: '‖G‖_F', value: scalarOf(view, arm, 'frob_G', row), limit, formula: '√(B/μ)/η' }
}
