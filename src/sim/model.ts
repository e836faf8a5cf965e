/**
 * Models that factor through a weight vector, f(x;θ) = F(θ)·x with F: R^p → R^d (see backends/types). Here stand F, its
 * derivative DF (d×p) applied from both sides, and M = DF·DFᵀ, through which K = X M Xᵀ (THEORY.md §3).
 */

import { dot } from '../lib/matrix'
import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'
import type { InitSettings, ModelSettings } from '../scenario'
import { type ModelSpec, parameterCount } from './backends/types'

/** What backends compute of a scenario's model: one that factors through w = F(θ), or null for another model. */
export function factoredModel(settings: ModelSettings): ModelSpec | null {
  switch (settings.kind) {
    case 'linear':
    case 'olm-diagonal':
      return { kind: settings.kind }
    case 'olm-two-layer':
      return { kind: settings.kind, m: settings.m }
    case 'two-layer':
    case 'random-features':
    case 'mlp':
    case 'cnn':
    case 'vgg':
    case 'resnet':
    case 'transformer':
    case 'valley':
    case 'two-basins':
    case 'zhu-2d':
      return null
  }
}

/** F(θ), length d. */
export function effectiveWeights(model: ModelSpec, theta: Float64Array, d: number): Float64Array {
  if (model.kind === 'linear') return theta.slice()
  if (model.kind === 'olm-diagonal') return theta.slice(0, d).map((u, i) => u * u - theta[d + i] * theta[d + i])
  const w = new Float64Array(d)
  for (let k = 0; k < model.m; k++) for (let i = 0; i < d; i++) w[i] += theta[model.m * d + k] * theta[k * d + i]
  return w
}

/** L(θ) = (1/2n) Σ (F(θ)·x_i − y_i)². */
export function lossOf(
  model: ModelSpec,
  theta: Float64Array,
  { n, d, X, y }: { n: number; d: number; X: Float64Array; y: Float64Array },
): number {
  const w = effectiveWeights(model, theta, d)
  let sum = 0
  for (let i = 0; i < n; i++) {
    const r = dot(w, X.subarray(i * d, (i + 1) * d)) - y[i]
    sum += r * r
  }
  return sum / (2 * n)
}

/** DF(θ)·v, length d, for v of length p. */
export function pushForward(model: ModelSpec, theta: Float64Array, v: ArrayLike<number>, d: number): Float64Array {
  const z = new Float64Array(d)
  if (model.kind === 'linear') for (let i = 0; i < d; i++) z[i] = v[i]
  else if (model.kind === 'olm-diagonal') for (let i = 0; i < d; i++) z[i] = 2 * theta[i] * v[i] - 2 * theta[d + i] * v[d + i]
  else
    for (let k = 0, at = model.m * d; k < model.m; k++)
      for (let i = 0; i < d; i++) z[i] += theta[at + k] * v[k * d + i] + v[at + k] * theta[k * d + i]
  return z
}

/** DF(θ)ᵀ·z, length p, for z of length d. */
export function pullBack(model: ModelSpec, theta: Float64Array, z: ArrayLike<number>, d: number): Float64Array {
  const v = new Float64Array(parameterCount(model, d))
  if (model.kind === 'linear') for (let i = 0; i < d; i++) v[i] = z[i]
  else if (model.kind === 'olm-diagonal')
    for (let i = 0; i < d; i++) {
      v[i] = 2 * theta[i] * z[i]
      v[d + i] = -2 * theta[d + i] * z[i]
    }
  else
    for (let k = 0, at = model.m * d; k < model.m; k++)
      for (let i = 0; i < d; i++) {
        v[k * d + i] = theta[at + k] * z[i]
        v[at + k] += theta[k * d + i] * z[i]
      }
  return v
}

/** M = DF·DFᵀ, d×d symmetric; null stands for the identity (linear model). */
export function metricMatrix(model: ModelSpec, theta: Float64Array, d: number): Float64Array | null {
  if (model.kind === 'linear') return null
  const M = new Float64Array(d * d)
  if (model.kind === 'olm-diagonal') {
    for (let i = 0; i < d; i++) M[i * d + i] = 4 * (theta[i] * theta[i] + theta[d + i] * theta[d + i])
    return M
  }
  let outer = 0
  for (let k = 0; k < model.m; k++) {
    const w = theta[model.m * d + k]
    outer += w * w
    for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++) M[i * d + j] += theta[k * d + i] * theta[k * d + j]
  }
  for (let i = 0; i < d; i++) {
    M[i * d + i] += outer
    for (let j = 0; j < i; j++) M[j * d + i] = M[i * d + j]
  }
  return M
}

/** A parameter vector with F(θ) = w, of the smallest norm for that model. */
export function plantedMinimum(model: ModelSpec, w: Float64Array): Float64Array {
  const d = w.length
  const theta = new Float64Array(parameterCount(model, d))
  if (model.kind === 'linear') theta.set(w)
  else if (model.kind === 'olm-diagonal') for (const [i, v] of w.entries()) theta[v >= 0 ? i : d + i] = Math.sqrt(Math.abs(v))
  else {
    const root = Math.sqrt(Math.sqrt(w.reduce((s, v) => s + v * v, 0)))
    if (root > 0) for (const [i, v] of w.entries()) theta[i] = v / root
    theta[model.m * d] = root
  }
  return theta
}

/** θ_0 of a scenario. */
export function initialParameters(model: ModelSpec, init: InitSettings, teacher: Float64Array, seed: number): Float64Array {
  const p = parameterCount(model, teacher.length)
  const offset = () => normals(new Float64Array(p), seed, STREAM.init).map(z => init.scale * z)
  switch (init.kind) {
    case 'constant':
      return new Float64Array(p).fill(init.scale)
    case 'gaussian':
      return offset()
    case 'near-minimum': {
      const off = offset()
      return plantedMinimum(model, teacher).map((v, i) => v + off[i])
    }
  }
}
