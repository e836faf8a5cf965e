/**
 * Products with H and G for models that factor through w = F(θ): `factoredCurvatures`, loaded only for spectra and columns
 * of H.
 */

import { eigh } from '../lib/eigen'
import { dot, matrixProduct, norm, times, transpose, transposedTimes } from '../lib/matrix'
import { type ModelSpec, parameterCount } from './backends/types'
import type { DataSet } from './data'
import { effectiveWeights, metricMatrix, pullBack, pushForward } from './model'
import type { Curvatures } from './spectrum/curvatures'

/**
 * H and G of a model through w = F(θ), with S = XᵀX/n and ∇_wL = Xᵀr/n: G = DFᵀ S DF and H = G + Σ_j (∂L/∂w_j) ∇²F_j.
 * A product costs O(nd + p); `r` are residuals that are known better than by F(θ)·x − y. F is linear in w, or quadratic with ∇²F_j of zero trace, so Tr H = Tr G.
 */
export function factoredCurvatures(
  model: ModelSpec,
  theta: Float64Array,
  { X, y, n, d }: DataSet,
  r: Float64Array = times(X, effectiveWeights(model, theta, d), n, d).map((f, i) => f - y[i]),
): Curvatures {
  const p = parameterCount(model, d)
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
    bending: () => Float64Array.from({ length: n }, (_, i) => bendingOf(model) * norm(X.subarray(i * d, (i + 1) * d))),
    written: {
      jacobian() {
        const J = new Float64Array(n * p)
        for (let i = 0; i < n; i++) J.set(pullBack(model, theta, X.slice(i * d, (i + 1) * d), d), i * p)
        return J
      },
      bent: A => times(X, bentOf(model, A, p, d), n, d),
    },
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
export function addBending(model: ModelSpec, slope: Float64Array, v: Float64Array, out: Float64Array): void {
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

/** ‖Σ_j x_j ∇²F_j‖_F over ‖x‖. */
const bendingOf = (model: ModelSpec) =>
  model.kind === 'linear' ? 0 : model.kind === 'olm-diagonal' ? 2 * Math.SQRT2 : Math.sqrt(2 * model.m)

/** Tr(A ∇²F_j) of a symmetric A (p×p) for every input j. */
function bentOf(model: ModelSpec, A: Float64Array, p: number, d: number): Float64Array {
  return Float64Array.from({ length: d }, (_, j) => {
    if (model.kind === 'linear') return 0
    if (model.kind === 'olm-diagonal') return 2 * (A[j * p + j] - A[(d + j) * p + d + j])
    let sum = 0
    for (let k = 0; k < model.m; k++) sum += 2 * A[(k * d + j) * p + model.m * d + k]
    return sum
  })
}
