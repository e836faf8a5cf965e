import { beforeAll, describe, expect, it } from 'vitest'
import { cholesky, largestOf, transposedTimes } from '../lib/matrix'
import { STREAM } from '../lib/philox'
import { integersBelow, normals } from '../lib/random'
import { type Features, gramFeatures } from './metrics/features'
import { meanSquareEdge } from './metrics/meanSquareEdge'

const [n, d, m, B] = [6, 2, 6, 2]
const p = m + m * d
const X = normals(new Float64Array(n * d), 1, STREAM.data)
const y = normals(new Float64Array(n), 1, STREAM.labelNoise)

/** f(x_i; θ) of f = Σ a_k tanh(b_k·x)/√m with θ = [a, b], and its gradient into `out`, written out. */
function outputOf(theta: Float64Array, i: number, out: Float64Array): number {
  let f = 0
  for (let k = 0; k < m; k++) {
    const at = m + 2 * k
    const h = Math.tanh(theta[at] * X[i * d] + theta[at + 1] * X[i * d + 1])
    f += (theta[k] * h) / Math.sqrt(m)
    out[k] = h / Math.sqrt(m)
    for (let j = 0; j < d; j++) out[at + j] = (theta[k] * (1 - h * h) * X[i * d + j]) / Math.sqrt(m)
  }
  return f
}

const own = new Float64Array(p)
const lossOf = (theta: Float64Array) => {
  let sum = 0
  for (let i = 0; i < n; i++) sum += (outputOf(theta, i, own) - y[i]) ** 2 / (2 * n)
  return sum
}

/** θ ← θ − η∇L of the minibatch. */
function step(theta: Float64Array, eta: number, batch: ArrayLike<number>): void {
  const sum = new Float64Array(p)
  for (let b = 0; b < batch.length; b++) {
    const r = outputOf(theta, batch[b], own) - y[batch[b]]
    for (let j = 0; j < p; j++) sum[j] += (r * own[j]) / batch.length
  }
  for (let j = 0; j < p; j++) theta[j] -= eta * sum[j]
}

/** E[wwᵀ] that keeps its shape and size at η* under the steps of every pair of samples, by repeated steps of the written-out mean. */
function steadyMoments({ s, features }: Features, eta: number): Float64Array {
  const z = (i: number, k: number) => features[i * s + k]
  let M = Float64Array.from({ length: s * s }, (_, at) => (at % (s + 1) ? 0 : 1))
  for (let t = 0; t < 400; t++) {
    const next = new Float64Array(s * s)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const A = Float64Array.from({ length: s * s }, (_, at) => {
          const [k, l] = [Math.floor(at / s), at % s]
          return (k === l ? 1 : 0) - (eta / 2) * (z(i, k) * z(i, l) + z(j, k) * z(j, l))
        })
        for (let k = 0; k < s; k++)
          for (let l = 0; l < s; l++)
            for (let a = 0; a < s; a++) for (let b = 0; b < s; b++) next[k * s + l] += A[k * s + a] * M[a * s + b] * A[l * s + b]
      }
    M = next.map(v => v / largestOf(next))
  }
  return M
}

describe('η* at a trained minimum', () => {
  const minimum = normals(new Float64Array(p), 1, STREAM.init)
  let features: Features
  let edge = 0
  /** v_k in parameters, s×p. */
  let axes: Float64Array

  beforeAll(() => {
    const all = Array.from({ length: n }, (_, i) => i)
    for (let t = 0; t < 200000 && lossOf(minimum) > 1e-26; t++) step(minimum, 0.5, all)
    const J = new Float64Array(n * p)
    for (let i = 0; i < n; i++) outputOf(minimum, i, J.subarray(i * p, (i + 1) * p))
    const K = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n) * p, (at % n) * p]
      return J.subarray(i, i + p).reduce((sum, v, l) => sum + v * J[j + l], 0)
    })
    features = gramFeatures(K, n, 1)
    const { s, lambda } = features
    edge = meanSquareEdge(features, 1 / B)
    axes = new Float64Array(s * p)
    for (let k = 0; k < s; k++) {
      const image = Float64Array.from({ length: n }, (_, i) => features.features[i * s + k] / (n * lambda[k]))
      axes.set(transposedTimes(J, image, n, p), k * p)
    }
  })

  it('interpolates', () => {
    expect(lossOf(minimum)).toBeLessThan(1e-25)
    expect(features.s).toBe(n)
  })

  it.each([
    ['falls', 0.85],
    ['grows', 1.15],
  ] as const)('E[L] of ten thousand replicas of the net %s at %f of it', (_, factor) => {
    const eta = factor * edge
    const { s } = features
    // From the moments that η* keeps as they are: at other rates the first step already is one way or the other.
    const root = cholesky(steadyMoments(features, edge), s)
    const [replicas, steps, radius] = [10000, 4, 1e-4]
    const starts = normals(new Float64Array(replicas * s), 1, STREAM.probe)
    const batch = new Int32Array(B * steps)
    let [mean, squares] = [0, 0]
    for (let r = 0; r < replicas; r++) {
      const theta = minimum.slice()
      for (let k = 0; k < s; k++) {
        let w = 0
        for (let l = 0; l <= k; l++) w += root[k * s + l] * starts[r * s + l]
        for (let j = 0; j < p; j++) theta[j] += radius * w * axes[k * p + j]
      }
      const first = lossOf(theta)
      integersBelow(batch, 0, B * steps, n, 1, STREAM.batch, r)
      for (let t = 0; t < steps; t++) step(theta, eta, batch.subarray(t * B, (t + 1) * B))
      const change = lossOf(theta) - first
      mean += change / replicas
      squares += (change * change) / replicas
    }
    const error = Math.sqrt((squares - mean * mean) / replicas)
    expect(Math.sign(factor - 1) * mean).toBeGreaterThan(4 * error)
  })
})
