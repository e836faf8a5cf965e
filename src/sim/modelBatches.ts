/** The curvature of single minibatches along their own gradients, for models that factor through w = F(θ): `factoredBatches`. */

import { direction, dot, times, transposedTimes } from '../lib/matrix'
import type { ModelSpec } from './backends/types'
import type { BatchCurvature } from './batchSharpness'
import type { DataSet } from './data'
import { pullBack, pushForward } from './model'
import { addBending } from './modelHessian'
import { residualsAt } from './residuals'

/** O(Bd + p) for every minibatch, of residuals that keep their digits near a minimum, `planted` or not (residuals.ts). */
export function factoredBatches(model: ModelSpec, theta: Float64Array, data: DataSet, planted: boolean) {
  const { d, X } = data
  const { r } = residualsAt(model, theta, data, planted)
  return async (rows: Int32Array): Promise<BatchCurvature> => {
    const B = rows.length
    const inputs = new Float64Array(B * d)
    for (let b = 0; b < B; b++) inputs.set(X.subarray(rows[b] * d, (rows[b] + 1) * d), b * d)
    const own = Float64Array.from(rows, i => r[i] / B)
    const slope = transposedTimes(inputs, own, B, d)
    const v = direction(pullBack(model, theta, slope, d))
    if (!v) return null
    const image = times(inputs, pushForward(model, theta, v, d), B, d)
    const G = dot(image, image) / B
    const bent = new Float64Array(v.length)
    addBending(model, slope, v, bent)
    return { G, H: G + dot(v, bent) }
  }
}
