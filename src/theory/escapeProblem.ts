/** A linear model near its minimum, turned to the eigenbasis of G: what all recursions of escape start from (THEORY.md §5). */

import { eigh } from '../lib/eigen'
import { beyondRounding, times, transposedTimes } from '../lib/matrix'

/**
 * A linear model near its minimum, in the eigenbasis of G (THEORY.md §5): w_k = ⟨θ − θ*, v_k⟩ and r_i = z_i·w + e_i with
 * z_ik = ⟨x_i, v_k⟩. A model linearized at a minimum is one, with J_i in place of x_i; so are reduced features.
 */
export interface EscapeProblem {
  readonly n: number
  /** Directions of G that are not flat, at most min(n, d). */
  readonly s: number
  /** λ_1 ≥ λ_2 ≥ … > 0, length s. */
  readonly lambda: Float64Array
  /** z_ik, n×s row by row; (1/n) Σ_i z_i z_iᵀ = diag(lambda). */
  readonly features: Float64Array
  /** v_k in parameters, row by row, s×p. */
  readonly axes: Float64Array
  /** Parameters p, flat directions included. */
  readonly p: number
  /** See `withFourthMoments`. */
  readonly fourth?: Float64Array
}

/** Pairs k ≥ l of s directions: the entries of a symmetric matrix. */
export const pairCount = (s: number): number => (s * (s + 1)) / 2

/**
 * The problem with (1/n) Σ_i z_ik z_il z_ia z_ib for all pairs (k, l) and (a, b), a ≠ b counted twice: a step of the exact
 * recursion then costs pairs² instead of n·s². It takes n·pairs²/2 to make.
 */
export function withFourthMoments(problem: EscapeProblem): EscapeProblem {
  const { n, s, features } = problem
  const pairs = pairCount(s)
  const fourth = new Float64Array(pairs * pairs)
  const products = new Float64Array(pairs)
  for (let i = 0; i < n; i++) {
    for (let k = 0, at = 0; k < s; k++) for (let l = 0; l <= k; l++) products[at++] = features[i * s + k] * features[i * s + l]
    for (let row = 0; row < pairs; row++) {
      const weight = products[row] / n
      for (let column = 0; column <= row; column++) fourth[row * pairs + column] += weight * products[column]
    }
  }
  for (let row = 0; row < pairs; row++)
    for (let column = 0; column < row; column++) fourth[column * pairs + row] = fourth[row * pairs + column]
  for (let a = 0, column = 0; a < s; a++)
    for (let b = 0; b <= a; b++, column++) if (a !== b) for (let row = 0; row < pairs; row++) fourth[row * pairs + column] *= 2
  return { ...problem, fourth }
}

/** The problem of n inputs of d entries (row by row), from the smaller side of X. */
export function escapeProblem(X: Float64Array, n: number, d: number): EscapeProblem {
  const small = Math.min(n, d)
  const { values, vectors } = eigh(n < d ? gramMatrix(X, n, d) : momentMatrix(X, n, d), small)
  let s = 0
  while (s < small && values[s] > small * Number.EPSILON * values[0]) s++
  const features = new Float64Array(n * s)
  const axes = new Float64Array(s * d)
  for (let k = 0; k < s; k++) {
    const vector = vectors.subarray(k * small, (k + 1) * small)
    const root = Math.sqrt(n * values[k])
    const axis = n < d ? transposedTimes(X, vector, n, d).map(v => v / root) : vector
    axes.set(axis, k * d)
    const image = n < d ? vector.map(v => v * root) : times(X, axis, n, d)
    for (let i = 0; i < n; i++) features[i * s + k] = image[i]
  }
  return { n, s, lambda: values.slice(0, s), features, axes, p: d }
}

/** A run's state in the eigenbasis: w, and the residuals that no w can reduce. */
export interface EscapeStart {
  /** w_k, length s. */
  readonly w: Float64Array
  /** e = r − Zw, the residuals at the minimum, length n; null where they are rounding only (interpolation). */
  readonly rest: Float64Array | null
}

/** w_k = Σ_i z_ik r_i/(nλ_k), the least-squares solution of r = Zw + e. */
export function escapeStart({ n, s, lambda, features }: EscapeProblem, r: Float64Array): EscapeStart {
  const w = transposedTimes(features, r, n, s).map((v, k) => v / (n * lambda[k]))
  const fitted = times(features, w, n, s)
  const left = r.map((v, i) => v - fitted[i])
  return { w, rest: beyondRounding(left, r) }
}

/** XXᵀ/n. */
function gramMatrix(X: Float64Array, n: number, d: number): Float64Array {
  const K = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let v = 0
      for (let l = 0; l < d; l++) v += X[i * d + l] * X[j * d + l]
      K[i * n + j] = K[j * n + i] = v / n
    }
  return K
}

/** XᵀX/n. */
function momentMatrix(X: Float64Array, n: number, d: number): Float64Array {
  const G = new Float64Array(d * d)
  for (let i = 0; i < n; i++) for (let a = 0; a < d; a++) for (let b = 0; b <= a; b++) G[a * d + b] += (X[i * d + a] * X[i * d + b]) / n
  for (let a = 0; a < d; a++) for (let b = 0; b < a; b++) G[b * d + a] = G[a * d + b]
  return G
}
