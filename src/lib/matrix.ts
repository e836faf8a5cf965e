/**
 * Vectors and dense row-major matrices in float64; sizes are the caller's, nothing is checked. Sums run in order of the
 * index, which is part of the bits. Typed for Float64Array alone: loops that also meet other arrays become slow.
 */

export function dot(a: Float64Array, b: Float64Array): number {
  let s = 0
  for (let i = 0; i < a.length; i++) s += a[i] * b[i]
  return s
}

/** ‖a‖, without care for squares that leave the range of numbers. */
export const norm = (a: Float64Array) => Math.sqrt(dot(a, a))

/** y ← y + c·x. */
export function axpy(y: Float64Array, c: number, x: Float64Array): void {
  for (let i = 0; i < y.length; i++) y[i] += c * x[i]
}

/** c·a, a new array. */
export const scaled = (a: Float64Array, c: number) => a.map(v => v * c)

/** The size of the largest entry; NaN or Infinity where one is not finite. */
export const largestOf = (A: Float64Array) => A.reduce((s, v) => Math.max(s, Math.abs(v)), 0)

/** What is left of residuals r by a fit; null where it is rounding. */
export const beyondRounding = (left: Float64Array, r: Float64Array) => (largestOf(left) > 1e-9 * largestOf(r) ? left : null)

/** A·x for A rows×cols; each entry summed in order, four rows at a time so that the sums need not wait for one another. */
export function times(A: Float64Array, x: ArrayLike<number>, rows: number, cols: number): Float64Array {
  const y = new Float64Array(rows)
  let i = 0
  for (; i + 4 <= rows; i += 4) {
    let s0 = 0
    let s1 = 0
    let s2 = 0
    let s3 = 0
    for (let j = 0, a = i * cols, b = a + cols, c = b + cols, e = c + cols; j < cols; j++) {
      const v = x[j]
      s0 += A[a + j] * v
      s1 += A[b + j] * v
      s2 += A[c + j] * v
      s3 += A[e + j] * v
    }
    y[i] = s0
    y[i + 1] = s1
    y[i + 2] = s2
    y[i + 3] = s3
  }
  for (; i < rows; i++) {
    let s = 0
    for (let j = 0, at = i * cols; j < cols; j++) s += A[at + j] * x[j]
    y[i] = s
  }
  return y
}

/** Aᵀ·x for A rows×cols, x of length rows. */
export function transposedTimes(A: Float64Array, x: ArrayLike<number>, rows: number, cols: number): Float64Array {
  const y = new Float64Array(cols)
  for (let i = 0; i < rows; i++) {
    const xi = x[i]
    const at = i * cols
    for (let j = 0; j < cols; j++) y[j] += xi * A[at + j]
  }
  return y
}

/** A·B for A rows×inner, B inner×cols. */
export function matrixProduct(A: Float64Array, B: Float64Array, rows: number, inner: number, cols: number): Float64Array {
  const C = new Float64Array(rows * cols)
  for (let i = 0; i < rows; i++)
    for (let l = 0; l < inner; l++) {
      const a = A[i * inner + l]
      if (a !== 0) for (let j = 0; j < cols; j++) C[i * cols + j] += a * B[l * cols + j]
    }
  return C
}

export function transpose(A: Float64Array, rows: number, cols: number): Float64Array {
  const T = new Float64Array(A.length)
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) T[j * rows + i] = A[i * cols + j]
  return T
}

/** RᵀAR, symmetric to the bit, for symmetric A (d×d) and R (d×d). */
export function congruence(A: Float64Array, R: Float64Array, d: number): Float64Array {
  const C = matrixProduct(transpose(R, d, d), matrixProduct(A, R, d, d, d), d, d, d)
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) C[j * d + i] = C[i * d + j]
  return C
}

/** Lower-triangular R with RRᵀ = A for positive semi-definite A; a pivot lost to rounding leaves a zero column. */
export function cholesky(A: Float64Array, d: number): Float64Array {
  const R = new Float64Array(d * d)
  let largest = 0
  for (let i = 0; i < d; i++) largest = Math.max(largest, A[i * d + i])
  for (let j = 0; j < d; j++) {
    let pivot = A[j * d + j]
    for (let l = 0; l < j; l++) pivot -= R[j * d + l] * R[j * d + l]
    if (!(pivot > d * Number.EPSILON * largest)) continue
    const root = Math.sqrt(pivot)
    R[j * d + j] = root
    for (let i = j + 1; i < d; i++) {
      let s = A[i * d + j]
      for (let l = 0; l < j; l++) s -= R[i * d + l] * R[j * d + l]
      R[i * d + j] = s / root
    }
  }
  return R
}

/** v/‖v‖, also where squares of its entries leave the range of numbers; null for zero and for what is not finite. */
export function direction(v: Float64Array): Float64Array | null {
  const size = largestOf(v)
  if (!(size > 0 && Number.isFinite(size))) return null
  const inRange = v.map(x => x / size)
  const length = norm(inRange)
  return inRange.map(x => x / length)
}
