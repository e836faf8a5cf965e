import { eigh } from '../../lib/eigen'
import { largestEigen } from '../../lib/lanczos'
import { dot, times, transposedTimes } from '../../lib/matrix'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'

/** Extremes over every θ of a linear model on this data set (THEORY.md §4): exact, not bounds. */
export interface Certificate {
  readonly mu: readonly [number, number]
  /** inf and sup of g(·; v_k), two entries per direction. */
  readonly g: Float64Array
}

/** Multiply-adds beyond which the certificate is not computed. */
export const CERTIFICATE_LIMIT = 8e9

export function certificateCost(n: number, d: number, k: number): number {
  const s = Math.min(n, d + 1)
  return n * s * s + k * n * s * Math.min(s, 400)
}

/**
 * As θ runs over R^d the residual runs over span(X) − y. Ratios of quadratic forms in r do not see its length, so their
 * extremes are those over the span of [X, y], which covers noisy labels too. With an orthonormal basis Q (n×s) of it,
 * μ·‖G‖_F² and g(·;v)·λ are Rayleigh quotients of Qᵀ(diag(h) − K²/n²)Q, h_i = x_iᵀGx_i, and of Qᵀ(diag(a²) − aaᵀ/n)Q,
 * a = Xv. `pause` is awaited between directions, so that a worker can go on with its run.
 */
export async function certificate(
  X: Float64Array,
  y: Float64Array,
  n: number,
  d: number,
  images: Float64Array,
  lambda: Float64Array,
  frobG2: number,
  centred: boolean,
  pause: () => Promise<void>,
): Promise<Certificate> {
  const Q = residualBasis(X, y, n, d)
  await pause()
  const GX = (u: Float64Array) => transposedTimes(X, u, n, d).map(v => v / n)
  const h = new Float64Array(n)
  // h_i = ‖√G x_i‖² = (1/n) Σ_j (x_i·x_j)²; through S = XᵀX/n it costs n·d² instead of n²·d.
  const S = new Float64Array(d * d)
  if (d <= n) for (let i = 0; i < n; i++) addOuter(S, X.subarray(i * d, (i + 1) * d), d)
  for (let i = 0; i < n; i++) {
    const x = X.subarray(i * d, (i + 1) * d)
    h[i] = d <= n ? dot(x, times(S, x, d, d)) / n : times(X, x, n, d).reduce((s, v) => s + (v * v) / n, 0)
  }
  await pause()
  const mu = extremes(Q, h, n, u => (centred ? times(X, GX(times(X, GX(u), n, d)), n, d) : null))
  const g = new Float64Array(2 * lambda.length)
  for (let k = 0; k < lambda.length; k++) {
    await pause()
    const a = images.subarray(k * n, (k + 1) * n)
    const [low, high] = extremes(
      Q,
      a.map(v => v * v),
      n,
      u => (centred ? a.map(v => (v * dot(a, u)) / n) : null),
    )
    g[2 * k] = low / lambda[k]!
    g[2 * k + 1] = high / lambda[k]!
  }
  return { mu: [mu[0] / frobG2, mu[1] / frobG2], g }
}

/** Smallest and largest eigenvalue of Qᵀ(diag(w) − T)Q, a variance and so never negative; T acts on R^n (null: zero). */
function extremes(Q: Float64Array, w: Float64Array, n: number, T: (u: Float64Array) => Float64Array | null): [number, number] {
  const s = Q.length / n
  const apply = (x: Float64Array, y: Float64Array) => {
    const u = transposedTimes(Q, x, s, n)
    const t = T(u)
    y.set(
      times(
        Q,
        u.map((v, i) => w[i]! * v - (t ? t[i]! : 0)),
        s,
        n,
      ),
    )
  }
  if (s <= 80) {
    const A = new Float64Array(s * s)
    const unit = new Float64Array(s)
    for (let j = 0; j < s; j++) {
      unit.fill(0)[j] = 1
      apply(unit, A.subarray(j * s, (j + 1) * s))
    }
    for (let i = 0; i < s; i++) for (let j = 0; j < i; j++) A[i * s + j] = A[j * s + i] = (A[i * s + j]! + A[j * s + i]!) / 2
    const { values } = eigh(A, s)
    return [Math.max(0, values[s - 1]!), values[0]!]
  }
  const start = normals(new Float64Array(s), 0, STREAM.probe)
  const high = largestEigen(apply, s, 1, start, 1e-12).values[0]!
  const shifted = (x: Float64Array, y: Float64Array) => {
    apply(x, y)
    for (let i = 0; i < s; i++) y[i] = high * x[i]! - y[i]!
  }
  return [Math.max(0, high - largestEigen(shifted, s, 1, start, 1e-12).values[0]!), high]
}

/** Rows of the answer are an orthonormal basis of span([X, y]) in R^n (Gram–Schmidt, twice). */
function residualBasis(X: Float64Array, y: Float64Array, n: number, d: number): Float64Array {
  const rows: Float64Array[] = []
  for (let j = 0; j <= d && rows.length < n; j++) {
    const v = j < d ? Float64Array.from({ length: n }, (_, i) => X[i * d + j]!) : y.slice()
    const size = Math.sqrt(dot(v, v))
    for (let pass = 0; pass < 2; pass++)
      for (const q of rows) {
        const c = dot(q, v)
        for (let i = 0; i < n; i++) v[i]! -= c * q[i]!
      }
    const rest = Math.sqrt(dot(v, v))
    if (rest > 1e-10 * size) rows.push(v.map(x => x / rest))
  }
  const Q = new Float64Array(rows.length * n)
  for (const [k, q] of rows.entries()) Q.set(q, k * n)
  return Q
}

function addOuter(S: Float64Array, x: Float64Array, d: number): void {
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) S[i * d + j]! += x[i]! * x[j]!
}
