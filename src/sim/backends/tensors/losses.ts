/** Residuals and curvature of the losses on tensors (`machine/loss.ts`). Call in a tidy. */

import { clone, eye, mul, ones, type Rank, softmax, sub, type Tensor2D } from '@tensorflow/tfjs-core'
import type { LossKind } from '../machine/loss'
import { product } from '../tfjs/ops'

/** f − y, or softmax(f) − y for rows of y that sum to one. */
export function residualsOf(loss: LossKind, f: Tensor2D, y: Tensor2D): Tensor2D {
  if (loss === 'squared') return sub(f, y)
  const p = softmax(f)
  const others = everyOther(f.shape[1])
  // p_c − y_c = Σ_{b≠c} (p_c y_b − y_c p_b): where the right class has p near 1, 1 − p would be left without digits.
  return sub(mul(p, product(y, others)), mul(y, product(p, others)))
}

/** S u: u itself for the squared loss, else (diag p − ppᵀ)u, entry c as p_c (u_c Σ_{b≠c} p_b − Σ_{b≠c} p_b u_b). */
export function curved(loss: LossKind, f: Tensor2D, u: Tensor2D): Tensor2D {
  if (loss === 'squared') return clone(u)
  const p = softmax(f)
  const others = everyOther(f.shape[1])
  return mul(p, sub(mul(u, product(p, others)), product(mul(p, u), others)))
}

/** C×C: zeros on the diagonal, ones beside it. */
const everyOther = (C: number): Tensor2D => sub(ones<Rank.R2>([C, C]), eye(C))
