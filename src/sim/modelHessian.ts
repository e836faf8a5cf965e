/**
 * Products with H and G for models that factor through w = F(θ): `factoredCurvatures`, loaded only for spectra and columns
 * of H.
 */

import { eigh } from '../lib/eigen'
import { dot, matrixProduct, times, transpose, transposedTimes } from '../lib/matrix'
import { type ModelSpec, parameterCount } from './backends/types'
import type { DataSet } from './data'
import { effectiveWeights, metricMatrix, pullBack, pushForward } from './model'
import type { Curvatures } from './spectrum/curvatures'

/**
 * H and G of a model through w = F(θ), with S = XᵀX/n and ∇_wL = Xᵀr/n: G = DFᵀ S DF and H = G + Σ_j (∂L/∂w_j) ∇²F_j.
 * A product costs O(nd + p). F is linear in w, or quadratic with ∇²F_j of zero trace, so Tr H = Tr G.
 */
export function factoredCurvatures(model: ModelSpec, theta: Float64Array, { X, y, n, d }: DataSet): Curvatures {
  const p = parameterCount(model, d)
  const r = times(X, effectiveWeights(model, theta, d), n, d).map((f, i) => f - y[i])
  const slope = transposedTimes(X, r, n, d).map(v => v / n)
  const G = (v: Float64Array) => {
    const images = times(X, pushForward(model, theta, v, d), n, d)
    return pullBack(
      model,
      theta,
      transposedTimes(X, images, n, d).map(z => z / n),
      d,
    )
  }
  return {
    p,
    n,
    G,
    H: v => {
      const out = G(v)
      addBending(model, slope, v, out)
      return out
    },
    sampleGradient: i =>
      pullBack(
        model,
        theta,
        X.subarray(i * d, (i + 1) * d).map(x => r[i] * x),
        d,
      ),
    sampleHessian(i, v) {
      const x = X.subarray(i * d, (i + 1) * d)
      const along = dot(x, pushForward(model, theta, v, d))
      const out = pullBack(
        model,
        theta,
        x.map(c => c * along),
        d,
      )
      addBending(
        model,
        x.map(c => r[i] * c),
        v,
        out,
      )
      return out
    },
    equalTraces: true,
    gram: {
      side: n,
      eigenvalues: () => {
        const M = metricMatrix(model, theta, d)
        const K = matrixProduct(M ? matrixProduct(X, M, n, d, d) : X, transpose(X, n, d), n, d, n)
        return eigh(K, n).values.map(v => v / n)
      },
    },
  }
}

/** out += Σ_j slope_j ∇²F_j v. */
function addBending(model: ModelSpec, slope: Float64Array, v: Float64Array, out: Float64Array): void {
  const d = slope.length
  if (model.kind === 'olm-diagonal')
    for (let j = 0; j < d; j++) {
      out[j] += 2 * slope[j] * v[j]
      out[d + j] -= 2 * slope[j] * v[d + j]
    }
  else if (model.kind === 'olm-two-layer')
    for (let k = 0, outer = model.m * d; k < model.m; k++)
      for (let j = 0; j < d; j++) {
        out[k * d + j] += slope[j] * v[outer + k]
        out[outer + k] += slope[j] * v[k * d + j]
      }
}
