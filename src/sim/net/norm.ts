/**
 * Layer norm in operations of a machine: y = r(x − mean), r = 1/√(variance + ε). Its Jacobian r(I − 11ᵀ/c − yyᵀ/c) is symmetric, so
 * that its tangent is its adjoint.
 */

import type { Block, Groups, Machine } from '../backends/machine/machine'

/** The Jacobian times u. */
export function throughNorm(m: Machine, groups: Groups, y: Block, r: Block, u: Block): Block {
  const share = -1 / groups.size
  return m.multiply(m.contract(groups, share, y, u, y, m.contract(groups, share, null, u, null, m.copy(u))), r)
}

/** How that product changes along t, a tangent of x, where u stays. */
export function normSecond(m: Machine, groups: Groups, y: Block, r: Block, t: Block, u: Block): Block {
  const share = -1 / groups.size
  const yt = throughNorm(m, groups, y, r, t)
  const turned = m.multiply(m.contract(groups, share, yt, u, y, m.contract(groups, share, y, u, yt)), r)
  // r' = −r²⟨y, t⟩/c.
  return m.contract(groups, share, y, t, m.multiply(throughNorm(m, groups, y, r, u), r), turned)
}
