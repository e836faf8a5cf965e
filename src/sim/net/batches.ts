/** The curvature of single minibatches of a network along their own gradients: `netBatch`. */

import { direction, dot } from '../../lib/matrix'
import type { Targets } from '../backends/machine/loss'
import { type Program, program } from '../backends/machine/program'
import { gaussNewtonProduct, gradient } from './derivatives'
import { hessianProduct } from './hessian'
import type { Net } from './layout'

/** vᵀG_Bv and vᵀH_Bv of the minibatch `rows` for v = g_B/‖g_B‖, by three passes over its samples; null where g_B is zero. */
export const netBatch = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  Y: Targets,
  rows: Int32Array,
): Program<{ G: number; H: number } | null> {
  const v = direction(yield* gradient.steps(net, theta, X, Y, rows))
  if (!v) return null
  const Gv = yield* gaussNewtonProduct.steps(net, theta, X, v, rows)
  const Hv = yield* hessianProduct.steps(net, theta, X, Y, v, rows)
  return { G: dot(v, Gv), H: dot(v, Hv) }
})
