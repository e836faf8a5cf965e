/** The range of μ and g over every θ of a linear model, exactly (THEORY.md §4): `certificate`, if `certificateCost` allows. */

import { eigh } from '../../lib/eigen'
import { lanczos } from '../../lib/lanczos'
import { axpy, dot, norm, scaled, times, transposedTimes } from '../../lib/matrix'

/** Extremes over every θ of a linear model on this data set (THEORY.md §4): exact, not bounds. */
export interface Certificate {
  readonly mu: readonly [number, number]
  /** inf and sup of g(·; v_k), two entries per direction. */
  readonly g: Float64Array
}

/** Multiply-adds beyond which the certificate is not computed; about ten seconds beside a run. */
export const CERTIFICATE_LIMIT = 8e9
/** Up to this size the projected forms are diagonalized exactly; above, Lanczos finds their extreme eigenvalues. */
const DENSE = 128

/** Multiply-adds of a certificate: the basis, then one quadratic form per direction. */
export function certificateCost(n: number, d: number, k: number): number {
  const s = Math.min(n, d + 1)
  return 5 * n * s * s + s * s * d + (k + 1) * n * s * Math.min(s / 2, 400)
}

/** One data set and the directions v_k to certify, by their images X v_k. */
interface Question {
  readonly X: Float64Array
  readonly y: Float64Array
  readonly n: number
  readonly d: number
  /** Row k is X v_k, length n. */
  readonly images: Float64Array
  readonly lambda: Float64Array
  readonly frobG2: number
  readonly centred: boolean
}

/**
 * As θ runs over R^d the residual runs over span(X) − y. Ratios of quadratic forms in r do not see its length, so their
 * extremes are those over the span of [X, y], which covers noisy labels too. With an orthonormal basis Q (s×n) of it and
 * N = QKQᵀ/n, μ·‖G‖_F² and g(·;v)·λ are Rayleigh quotients of Q·diag(h)·Qᵀ − N², h_i = x_iᵀGx_i = n‖N q_i‖², and of
 * Q·diag(a²)·Qᵀ − (Qa)(Qa)ᵀ/n, a = Xv. `pause` is awaited every few milliseconds, so that a worker can go on with its run.
 * Forms of up to `dense` rows are decomposed whole.
 */
export async function certificate(question: Question, pause: () => Promise<void>, dense = DENSE): Promise<Certificate> {
  const { X, n, d, images, lambda, frobG2, centred } = question
  const Q = await residualBasis(question, pause)
  const s = Q.length / n
  const C = new Float64Array(s * d)
  for (let a = 0; a < s; a++) {
    C.set(scaled(transposedTimes(X, Q.subarray(a * n, (a + 1) * n), n, d), 1 / Math.sqrt(n)), a * d)
    await pause()
  }
  const N = new Float64Array(s * s)
  for (let a = 0; a < s; a++) {
    N.set(times(C, C.subarray(a * d, (a + 1) * d), s, d), a * s)
    if (a % 16 === 0) await pause()
  }
  const h = new Float64Array(n)
  for (let a = 0; a < s; a++) {
    const row = transposedTimes(Q, N.subarray(a * s, (a + 1) * s), s, n)
    for (let i = 0; i < n; i++) h[i] += n * row[i] * row[i]
    await pause()
  }
  const twice = (x: Float64Array) => times(N, times(N, x, s, s), s, s)
  const mu = extremes(Q, n, h, centred ? twice : null, dense)
  const g = new Float64Array(2 * lambda.length)
  for (let k = 0; k < lambda.length; k++) {
    await pause()
    const a = images.subarray(k * n, (k + 1) * n)
    const b = times(Q, a, s, n)
    const [low, high] = extremes(
      Q,
      n,
      a.map(v => v * v),
      centred ? x => scaled(b, dot(b, x) / n) : null,
      dense,
    )
    g[2 * k] = low / lambda[k]
    g[2 * k + 1] = high / lambda[k]
  }
  return { mu: [mu[0] / frobG2, mu[1] / frobG2], g }
}

/** Smallest and largest eigenvalue of Q·diag(w)·Qᵀ − T, a variance and so never negative; T acts on R^s (null: zero). */
function extremes(
  Q: Float64Array,
  n: number,
  w: Float64Array,
  T: ((x: Float64Array) => Float64Array) | null,
  dense: number,
): [number, number] {
  const s = Q.length / n
  if (s <= dense) {
    const { values } = eigh(denseForm(Q, n, s, w, T), s)
    return [Math.max(0, values[s - 1]), values[0]]
  }
  const apply = (x: Float64Array) => {
    const u = transposedTimes(Q, x, s, n)
    for (let i = 0; i < n; i++) u[i] *= w[i]
    const y = times(Q, u, s, n)
    const t = T?.(x)
    if (t) for (let a = 0; a < s; a++) y[a] -= t[a]
    return y
  }
  const high = lanczos(apply, s, 1, { tolerance: 1e-12 }).values[0]
  const shifted = (x: Float64Array) => apply(x).map((v, i) => high * x[i] - v)
  return [Math.max(0, high - lanczos(shifted, s, 1, { tolerance: 1e-12 }).values[0]), high]
}

function denseForm(Q: Float64Array, n: number, s: number, w: Float64Array, T: ((x: Float64Array) => Float64Array) | null): Float64Array {
  const A = new Float64Array(s * s)
  const unit = new Float64Array(s)
  for (let a = 0; a < s; a++) {
    const weighted = Q.slice(a * n, (a + 1) * n)
    for (let i = 0; i < n; i++) weighted[i] *= w[i]
    unit.fill(0)[a] = 1
    const t = T?.(unit)
    for (let b = 0; b <= a; b++) A[a * s + b] = A[b * s + a] = dot(weighted, Q.subarray(b * n, (b + 1) * n)) - (t ? t[b] : 0)
  }
  return A
}

/** Rows of the answer are an orthonormal basis of span([X, y]) in R^n (Gram–Schmidt, twice). */
async function residualBasis({ X, y, n, d }: Question, pause: () => Promise<void>): Promise<Float64Array> {
  const rows: Float64Array[] = []
  for (let j = 0; j <= d && rows.length < n; j++) {
    const v = j < d ? Float64Array.from({ length: n }, (_, i) => X[i * d + j]) : y.slice()
    const size = norm(v)
    for (let pass = 0; pass < 2; pass++) for (const q of rows) axpy(v, -dot(q, v), q)
    const rest = norm(v)
    if (rest > 1e-10 * size) rows.push(scaled(v, 1 / rest))
    await pause()
  }
  const Q = new Float64Array(rows.length * n)
  for (const [k, q] of rows.entries()) Q.set(q, k * n)
  return Q
}
