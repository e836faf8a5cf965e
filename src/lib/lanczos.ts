import { type Eigen, type Eigh, eigh, orient } from './eigen'

/** y ← A x for a symmetric A. */
export type Apply = (x: Float64Array, y: Float64Array) => void

/**
 * The k largest eigenpairs of a symmetric operator on R^n by Lanczos with full reorthogonalization, run until every
 * wanted pair has residual ‖Av − λv‖ ≤ tolerance·|λ_1|, or until the Krylov space is the whole space. `start` must not
 * be orthogonal to a wanted eigenvector (a random vector); when the space closes early a fresh direction is added.
 */
export function largestEigen(apply: Apply, n: number, k: number, start: Float64Array, tolerance = 1e-13, solve: Eigh = eigh): Eigen {
  const basis: Float64Array[] = []
  const alpha: number[] = []
  const beta: number[] = []
  let q: Float64Array = scaled(start, 1 / norm(start))
  let size = 0
  const wanted = Math.min(k, n)
  for (let m = 1; m <= n; m++) {
    basis.push(q)
    const w = new Float64Array(n)
    apply(q, w)
    alpha.push(dot(q, w))
    orthogonalize(w, basis)
    orthogonalize(w, basis)
    size = Math.max(size, Math.abs(alpha[m - 1]!))
    const b = norm(w)
    const closed = b <= 1e-14 * size
    if (m === n || (m >= wanted && (m % 8 === 0 || closed))) {
      const ritz = solve(tridiagonal(alpha, beta), m)
      let settled = m === n
      if (!settled && !closed) {
        settled = true
        for (let i = 0; i < wanted; i++) {
          if (Math.abs(b * ritz.vectors[i * m + m - 1]!) > tolerance * Math.abs(ritz.values[0]!)) settled = false
        }
      }
      if (settled) return lift(ritz, basis, wanted, n)
    }
    if (closed) {
      q = fresh(n, basis, m)
      beta.push(0)
    } else {
      q = scaled(w, 1 / b)
      beta.push(b)
    }
  }
  return { values: new Float64Array(0), vectors: new Float64Array(0) }
}

function lift(ritz: Eigen, basis: readonly Float64Array[], k: number, n: number): Eigen {
  const m = basis.length
  const vectors = new Float64Array(k * n)
  for (let i = 0; i < k; i++) {
    const v = vectors.subarray(i * n, (i + 1) * n)
    for (let j = 0; j < m; j++) add(v, basis[j]!, ritz.vectors[i * m + j]!)
    orient(v)
  }
  return { values: ritz.values.slice(0, k), vectors }
}

function tridiagonal(alpha: readonly number[], beta: readonly number[]): Float64Array {
  const m = alpha.length
  const T = new Float64Array(m * m)
  for (let i = 0; i < m; i++) {
    T[i * m + i] = alpha[i]!
    if (i + 1 < m) T[i * m + i + 1] = T[(i + 1) * m + i] = beta[i]!
  }
  return T
}

/** A unit vector orthogonal to the basis: the first coordinate axis that is not (nearly) in its span. */
function fresh(n: number, basis: readonly Float64Array[], from: number): Float64Array {
  for (let t = 0; t < n; t++) {
    const v = new Float64Array(n)
    v[(from + t) % n] = 1
    orthogonalize(v, basis)
    const size = norm(v)
    if (size > 1 / (2 * Math.sqrt(n))) {
      const unit = scaled(v, 1 / size)
      orthogonalize(unit, basis)
      return scaled(unit, 1 / norm(unit))
    }
  }
  throw new Error('no direction is left outside the Krylov space')
}

function orthogonalize(w: Float64Array, basis: readonly Float64Array[]): void {
  for (const q of basis) add(w, q, -dot(w, q))
}
function add(y: Float64Array, x: Float64Array, c: number): void {
  for (let i = 0; i < y.length; i++) y[i]! += c * x[i]!
}
function dot(a: Float64Array, b: Float64Array): number {
  let s = 0
  for (let i = 0; i < a.length; i++) s += a[i]! * b[i]!
  return s
}
const norm = (a: Float64Array) => Math.sqrt(dot(a, a))
const scaled = (a: Float64Array, c: number) => a.map(v => v * c)
