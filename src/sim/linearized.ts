/**
 * A scenario's model as a linear one, where it is that or close to it: what the closed forms in `theory/` need (THEORY.md
 * §5).
 */

import { cholesky, matrixProduct, times, transposedTimes } from '../lib/matrix'
import { hasClosedForms, type Scenario } from '../scenario'
import { type ModelSpec, parameterCount } from './backends/types'
import type { DataSet } from './data'
import { effectiveWeights, factoredModel, initialParameters, metricMatrix, plantedMinimum, pullBack, pushForward } from './model'

/** A model as a linear one: itself, or its first-order form at the planted minimum θ* (THEORY.md §5). */
export interface Linearized {
  /** Reduced features, n×d: the same Gram matrix as the Jacobian's. */
  readonly X: Float64Array
  /** Its residuals at θ_0, length n. */
  readonly r: Float64Array
  /** Trained parameters. */
  readonly p: number
  /** The unit eigenvector of G, in parameters, whose image Jv_k (length n) and λ_k are given. */
  axis(image: Float64Array, lambda: number): Float64Array
}

/** null where f is neither linear nor near a planted minimum that fits every label. */
export function linearize(scenario: Scenario, data: DataSet): Linearized | null {
  const model = factoredModel(scenario.model)
  if (!model) return null
  const { n, d, X, y, teacher } = data
  const theta0 = initialParameters(model, scenario.init, teacher, scenario.seed)
  const fits = hasClosedForms(scenario) && data.labelNoise === 0
  if (model.kind !== 'linear' && !(fits && scenario.init.kind === 'near-minimum')) return null
  const at = model.kind === 'linear' ? theta0 : plantedMinimum(model, teacher)
  const offset = theta0.map((v, j) => v - at[j])
  // Near a minimum that fits every label Xθ − y would cancel: the offset itself is exact.
  const reached = model.kind === 'linear' ? effectiveWeights(model, theta0, d) : pushForward(model, at, offset, d)
  const r = times(X, model.kind === 'linear' && fits ? reached.map((v, j) => v - teacher[j]) : reached, n, d)
  if (model.kind === 'linear' && !fits) for (let i = 0; i < n; i++) r[i] -= y[i]
  return { X: reducedFeatures(model, at, data), r, p: parameterCount(model, d), axis }

  function axis(image: Float64Array, lambda: number): Float64Array {
    return pullBack(model!, at, transposedTimes(X, image, n, d), d).map(v => v / (n * lambda))
  }
}

function reducedFeatures(model: ModelSpec, at: Float64Array, { X, n, d }: DataSet): Float64Array {
  const M = metricMatrix(model, at, d)
  return M ? matrixProduct(X, cholesky(M, d), n, d, d) : X
}
