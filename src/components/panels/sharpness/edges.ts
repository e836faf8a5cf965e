import { isPlain } from '../../../scenario'
import { type ArmView, effectiveBatch, scalarOf, type View } from '../reading/view'

/** A value of batch sharpness that training does not stay above for long. */
export interface SharpnessEdge {
  readonly limit: number
  readonly formula: string
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
