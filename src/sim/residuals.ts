/**
 * Residuals near interpolation, where F(θ)·x − y cancels to its last digits: of clean labels from the planted weights,
 * X(F(θ) − w*); of others from sums in twice the precision. Both with a bound of what rounding is left.
 *
 *     const { r, error } = residualsAt(model, theta, data, planted)
 */

import { Compensated, gamma, UNIT_ROUNDOFF } from '../lib/compensated'
import type { ModelSpec } from './backends/types'
import type { DataSet } from './data'

export interface BoundedResiduals {
  readonly r: Float64Array
  /** |Δr_i|, of one sample with several outputs the length of Δr_i. */
  readonly error: Float64Array
}

/** F(θ) − `from` of every input, and bounds of the errors. */
function weightsAt(model: ModelSpec, theta: Float64Array, d: number, from: Float64Array | null) {
  const [value, error] = [new Float64Array(d), new Float64Array(d)]
  for (let j = 0; j < d; j++) {
    const sum = new Compensated()
    if (model.kind === 'linear') sum.add(theta[j], 1)
    else if (model.kind === 'olm-diagonal') {
      sum.add(theta[j], theta[j])
      sum.add(-theta[d + j], theta[d + j])
    } else for (let k = 0; k < model.m; k++) sum.add(theta[model.m * d + k], theta[k * d + j])
    if (from) sum.add(-from[j], 1)
    value[j] = sum.value
    error[j] = sum.error
  }
  return { value, error }
}

/** At least ‖J_i‖ of every sample, for M = DF·DFᵀ. O(nd). */
export function reachOf(model: ModelSpec, { n, d, X }: Pick<DataSet, 'n' | 'd' | 'X'>, M: Float64Array | null): Float64Array {
  const root = Float64Array.from({ length: d }, (_, j) => (M ? Math.sqrt(M[j * d + j]) : 1))
  return Float64Array.from({ length: n }, (_, i) => {
    let [sum, squares] = [0, 0]
    for (let j = 0; j < d; j++) {
      const part = Math.abs(X[i * d + j]) * root[j]
      sum += part
      squares += part * part
    }
    return model.kind === 'olm-two-layer' ? sum : Math.sqrt(squares)
  })
}

/** r_i = F(θ)·x_i − y_i, with y_i = w*·x_i exactly where the labels are `planted`. O(nd), ten times a plain product where they are not. */
export function residualsAt(
  model: ModelSpec,
  theta: Float64Array,
  { n, d, X, y, teacher }: Pick<DataSet, 'n' | 'd' | 'X' | 'y' | 'teacher'>,
  planted: boolean,
): BoundedResiduals {
  const w = weightsAt(model, theta, d, planted ? teacher : null)
  const [r, error] = [new Float64Array(n), new Float64Array(n)]
  for (let i = 0, at = 0; i < n; i++) {
    let [plain, size, inherited] = [0, 0, 0]
    const sum = new Compensated()
    for (let j = 0; j < d; j++, at++) {
      const term = X[at] * w.value[j]
      inherited += Math.abs(X[at]) * w.error[j]
      if (planted) {
        plain += term
        size += Math.abs(term)
      } else sum.add(X[at], w.value[j])
    }
    if (!planted) sum.add(-y[i], 1)
    r[i] = planted ? plain : sum.value
    error[i] = (planted ? gamma(d) * size : sum.error) + (1 + 4 * d * UNIT_ROUNDOFF) * inherited
  }
  return { r, error }
}
