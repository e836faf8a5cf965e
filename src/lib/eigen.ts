/**
 * Eigenpairs of dense symmetric matrices in plain TypeScript: `eigh(A, n)`. Faster solvers of the same shape (`Eigh`) are
 * passed to whoever needs one.
 */

import { Fault } from './fault'
import { largestOf } from './matrix'

/** Eigenvalues in descending order; row k of `vectors` (n×n) is the unit eigenvector of values[k]. */
export interface Eigen {
  readonly values: Float64Array
  readonly vectors: Float64Array
}

/** Up to this many rows a symmetric matrix is diagonalized exactly; above, its leading eigenpairs come from Lanczos. */
export const FULL_SIDE = 256

/** What a solver throws whose iteration does not end. */
export const unconverged = (n: number) => new Fault(`The eigenvalues of a matrix with ${n} rows did not converge`, 'choose another backend')

/** A solver for dense symmetric matrices (n×n, row-major; the input is left as it is). */
export type Eigh = (A: Float64Array, n: number) => Eigen

/**
 * Householder tridiagonalization and implicit QL (the EISPACK pair tred2 and tql2). The entry of largest size of each
 * eigenvector is positive. NaN throughout where the matrix is not finite.
 */
export const eigh: Eigh = (A, n) => {
  const largest = largestOf(A)
  if (!Number.isFinite(largest)) return unknownEigen(n, n)
  const factor = rangeFactor(largest)
  const V = A.map(v => v * factor)
  const d = new Float64Array(n)
  const e = new Float64Array(n)
  tridiagonalize(V, d, e, n)
  diagonalize(V, d, e, n)
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => d[b] - d[a] || a - b)
  const values = new Float64Array(n)
  const vectors = new Float64Array(n * n)
  order.forEach((from, k) => {
    values[k] = d[from] / factor
    for (let i = 0; i < n; i++) vectors[k * n + i] = V[i * n + from]
    orient(vectors.subarray(k * n, (k + 1) * n))
  })
  return { values, vectors }
}

/** What a solver answers for a matrix that is not finite: NaN throughout, so that whoever reads it goes on without it. */
export const unknownEigen = (count: number, n: number): Eigen => ({
  values: new Float64Array(count).fill(Number.NaN),
  vectors: new Float64Array(count * n).fill(Number.NaN),
})

/** A power of two that takes numbers up to `largest` to where their squares neither overflow nor vanish; 1 where they are there already. */
export function rangeFactor(largest: number): number {
  let factor = 1
  if (!Number.isFinite(largest)) return factor
  while (largest * factor > 1e100) factor /= 4294967296
  while (largest > 0 && largest * factor < 1e-100) factor *= 4294967296
  return factor
}

/** Fixes an eigenvector's sign: its entry of largest size (the first of equals) becomes positive. */
export function orient(v: Float64Array): void {
  let top = 0
  for (let i = 1; i < v.length; i++) if (Math.abs(v[i]) > Math.abs(v[top])) top = i
  if (v.length && v[top] < 0) for (let i = 0; i < v.length; i++) v[i] = -v[i]
}

function tridiagonalize(V: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) d[j] = V[(n - 1) * n + j]
  for (let i = n - 1; i > 0; i--) {
    let scale = 0
    let h = 0
    for (let k = 0; k < i; k++) scale += Math.abs(d[k])
    if (scale === 0) {
      e[i] = d[i - 1]
      for (let j = 0; j < i; j++) {
        d[j] = V[(i - 1) * n + j]
        V[i * n + j] = 0
        V[j * n + i] = 0
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k] /= scale
        h += d[k] * d[k]
      }
      const f = d[i - 1]
      const g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h)
      e[i] = scale * g
      h -= f * g
      d[i - 1] = f - g
      for (let j = 0; j < i; j++) e[j] = 0
      for (let j = 0; j < i; j++) {
        const dj = d[j]
        V[j * n + i] = dj
        let sum = e[j] + V[j * n + j] * dj
        for (let k = j + 1; k < i; k++) {
          const v = V[k * n + j]
          sum += v * d[k]
          e[k] += v * dj
        }
        e[j] = sum
      }
      let dot = 0
      for (let j = 0; j < i; j++) {
        e[j] /= h
        dot += e[j] * d[j]
      }
      const half = dot / (h + h)
      for (let j = 0; j < i; j++) e[j] -= half * d[j]
      for (let j = 0; j < i; j++) {
        const dj = d[j]
        const ej = e[j]
        for (let k = j; k < i; k++) V[k * n + j] -= dj * e[k] + ej * d[k]
        d[j] = V[(i - 1) * n + j]
        V[i * n + j] = 0
      }
    }
    d[i] = h
  }
  accumulate(V, d, n)
  if (n > 0) e[0] = 0
}

function accumulate(V: Float64Array, d: Float64Array, n: number): void {
  for (let i = 0; i < n - 1; i++) {
    V[(n - 1) * n + i] = V[i * n + i]
    V[i * n + i] = 1
    const h = d[i + 1]
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = V[k * n + i + 1] / h
      for (let j = 0; j <= i; j++) {
        let g = 0
        for (let k = 0; k <= i; k++) g += V[k * n + i + 1] * V[k * n + j]
        for (let k = 0; k <= i; k++) V[k * n + j] -= g * d[k]
      }
    }
    for (let k = 0; k <= i; k++) V[k * n + i + 1] = 0
  }
  for (let j = 0; j < n; j++) {
    d[j] = V[(n - 1) * n + j]
    V[(n - 1) * n + j] = 0
  }
  if (n > 0) V[n * n - 1] = 1
}

/** Far below the rounding of any matrix in range; squares of what is smaller would vanish. */
const VANISHING = 1e-150

function diagonalize(V: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let i = 1; i < n; i++) e[i - 1] = e[i]
  if (n > 0) e[n - 1] = 0
  let shift = 0
  let size = 0
  for (let l = 0; l < n; l++) {
    size = Math.max(size, Math.abs(d[l]) + Math.abs(e[l]))
    let m = l
    const nothing = Math.max(Number.EPSILON * size, VANISHING)
    while (m < n - 1 && Math.abs(e[m]) > nothing) m++
    for (let sweep = 0; m > l; sweep++) {
      if (sweep > 60) throw unconverged(n)
      let g = d[l]
      let p = (d[l + 1] - g) / (2 * e[l])
      let r = p < 0 ? -Math.sqrt(p * p + 1) : Math.sqrt(p * p + 1)
      d[l] = e[l] / (p + r)
      d[l + 1] = e[l] * (p + r)
      const dl1 = d[l + 1]
      let h = g - d[l]
      for (let i = l + 2; i < n; i++) d[i] -= h
      shift += h
      p = d[m]
      let c = 1
      let c2 = 1
      let c3 = 1
      const el1 = e[l + 1]
      let s = 0
      let s2 = 0
      for (let i = m - 1; i >= l; i--) {
        c3 = c2
        c2 = c
        s2 = s
        g = c * e[i]
        h = c * p
        r = Math.sqrt(p * p + e[i] * e[i])
        e[i + 1] = s * r
        s = e[i] / r
        c = p / r
        p = c * d[i] - s * g
        d[i + 1] = h + s * (c * g + s * d[i])
        for (let k = 0; k < n; k++) {
          const x = V[k * n + i + 1]
          const y = V[k * n + i]
          V[k * n + i + 1] = s * y + c * x
          V[k * n + i] = c * y - s * x
        }
      }
      p = (-s * s2 * c3 * el1 * e[l]) / dl1
      e[l] = s * p
      d[l] = c * p
      if (!(Math.abs(e[l]) > nothing)) break
    }
    d[l] += shift
    e[l] = 0
  }
}
