import { type Eigen, type Eigh, eigh, largestOf, orient, rangeFactor, unknownEigen } from './eigen'
import { STREAM } from './philox'
import { normals } from './random'

/** y ← A x for a symmetric A. */
export type Apply = (x: Float64Array, y: Float64Array) => void

/**
 * The k largest eigenpairs of a symmetric operator on R^n by Lanczos with full reorthogonalization, run until every
 * wanted pair has residual ‖Av − λv‖ ≤ tolerance·|λ_1|, or until the Krylov space is the whole space. `start` must not
 * be orthogonal to a wanted eigenvector (a random vector). When the space closes early the search goes on from a random
 * direction outside it, and ends where the operator takes such a one to nothing. NaN throughout where the operator
 * yields what is not finite.
 */
export function largestEigen(apply: Apply, n: number, k: number, start: Float64Array, tolerance = 1e-13, solve: Eigh = eigh): Eigen {
  const basis: Float64Array[] = []
  const alpha: number[] = []
  const beta: number[] = []
  let q: Float64Array = scaled(start, 1 / norm(start))
  let isFresh = true
  let size = 0
  let factor = 1
  const wanted = Math.min(k, n)
  for (let m = 1; m <= n; m++) {
    basis.push(q)
    const w = new Float64Array(n)
    apply(q, w)
    if (m === 1) factor = rangeFactor(largestOf(w))
    if (factor !== 1) for (let i = 0; i < n; i++) w[i] *= factor
    alpha.push(dot(q, w))
    orthogonalize(w, basis)
    orthogonalize(w, basis)
    size = Math.max(size, Math.abs(alpha[m - 1]))
    const b = norm(w)
    if (!Number.isFinite(b + size)) return unknownEigen(wanted, n)
    const closed = b <= 1e-14 * size
    const empty = isFresh && closed && Math.abs(alpha[m - 1]) <= 1e-14 * size
    if (m === n || (m >= wanted && (empty || (m % 8 === 0 && !closed)))) {
      const ritz = solve(tridiagonal(alpha, beta), m)
      const left = (i: number) => Math.abs(b * ritz.vectors[i * m + m - 1])
      const precise = () => Array.from({ length: wanted }, (_, i) => left(i) <= tolerance * Math.abs(ritz.values[0])).every(Boolean)
      if (m === n || empty || precise()) return lift(ritz, basis, wanted, n, factor)
    }
    q = closed ? fresh(basis, m) : scaled(w, 1 / b)
    beta.push(closed ? 0 : b)
    isFresh = closed
  }
  return { values: new Float64Array(0), vectors: new Float64Array(0) }
}

function lift(ritz: Eigen, basis: readonly Float64Array[], k: number, n: number, factor: number): Eigen {
  const m = basis.length
  const vectors = new Float64Array(k * n)
  for (let i = 0; i < k; i++) {
    const v = vectors.subarray(i * n, (i + 1) * n)
    for (let j = 0; j < m; j++) add(v, basis[j], ritz.vectors[i * m + j])
    orient(v)
  }
  return { values: ritz.values.slice(0, k).map(v => v / factor), vectors }
}

function tridiagonal(alpha: readonly number[], beta: readonly number[]): Float64Array {
  const m = alpha.length
  const T = new Float64Array(m * m)
  for (let i = 0; i < m; i++) {
    T[i * m + i] = alpha[i]
    if (i + 1 < m) T[i * m + i + 1] = T[(i + 1) * m + i] = beta[i]
  }
  return T
}

/** A random unit vector orthogonal to the basis. */
function fresh(basis: readonly Float64Array[], m: number): Float64Array {
  const v = normals(new Float64Array(basis[0].length), 0, STREAM.probe, m)
  for (let pass = 0; pass < 2; pass++) {
    orthogonalize(v, basis)
    v.set(scaled(v, 1 / norm(v)))
  }
  return v
}

function orthogonalize(w: Float64Array, basis: readonly Float64Array[]): void {
  for (const q of basis) add(w, q, -dot(w, q))
}
function add(y: Float64Array, x: Float64Array, c: number): void {
  for (let i = 0; i < y.length; i++) y[i] += c * x[i]
}
function dot(a: Float64Array, b: Float64Array): number {
  let s = 0
  for (let i = 0; i < a.length; i++) s += a[i] * b[i]
  return s
}
const norm = (a: Float64Array) => Math.sqrt(dot(a, a))
const scaled = (a: Float64Array, c: number) => a.map(v => v * c)
