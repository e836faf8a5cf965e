/** Dense linear algebra for tests, written from the definitions and sharing no code with the product. */
export type Matrix = number[][]

export const zeros = (rows: number, cols: number): Matrix => Array.from({ length: rows }, () => new Array<number>(cols).fill(0))
export const inner = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let s = 0
  for (let i = 0; i < a.length; i++) s += a[i] * b[i]
  return s
}
export const apply = (A: Matrix, x: ArrayLike<number>): number[] => A.map(row => inner(row, x))
export const form = (A: Matrix, x: ArrayLike<number>, y: ArrayLike<number> = x): number => inner(x, apply(A, y))
export const flip = (A: Matrix): Matrix => A[0].map((_, j) => A.map(row => row[j]))
export const multiply = (A: Matrix, B: Matrix): Matrix => {
  const T = flip(B)
  return A.map(row => T.map(col => inner(row, col)))
}
export const combine = (A: Matrix, B: Matrix, a: number, b: number): Matrix => A.map((row, i) => row.map((v, j) => a * v + b * B[i][j]))
export const outer = (x: ArrayLike<number>, y: ArrayLike<number>): Matrix =>
  Array.from({ length: x.length }, (_, i) => Array.from({ length: y.length }, (_, j) => x[i] * y[j]))
export const trace = (A: Matrix): number => A.reduce((s, row, i) => s + row[i], 0)
export const frob = (A: Matrix): number => Math.sqrt(A.reduce((s, row) => s + inner(row, row), 0))
export const rowsOf = (A: Float64Array, rows: number, cols: number): Matrix =>
  Array.from({ length: rows }, (_, i) => Array.from(A.subarray(i * cols, (i + 1) * cols)))
export const flat = (A: Matrix): Float64Array => Float64Array.from(A.flat())

/** Eigenpairs of a symmetric matrix by cyclic Jacobi rotations, largest first; vectors[k] belongs to values[k]. */
export function jacobi(input: Matrix): { values: number[]; vectors: Matrix } {
  const n = input.length
  const A = input.map(row => row.slice())
  const V = zeros(n, n)
  for (let i = 0; i < n; i++) V[i][i] = 1
  for (let sweep = 0; sweep < 40; sweep++) {
    let off = 0
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off += A[i][j] * A[i][j]
    if (Math.sqrt(off) <= 1e-17 * frob(A)) break
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(A, V, p, q)
  }
  const order = A.map((_, i) => i).sort((a, b) => A[b][b] - A[a][a])
  return { values: order.map(i => A[i][i]), vectors: order.map(i => V[i]) }
}

/** One rotation that clears A[p][q]; V holds the eigenvectors as rows. */
function rotate(A: Matrix, V: Matrix, p: number, q: number): void {
  const apq = A[p][q]
  if (apq === 0) return
  const tau = (A[q][q] - A[p][p]) / (2 * apq)
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau))
  const c = 1 / Math.sqrt(1 + t * t)
  const s = t * c
  for (let i = 0; i < A.length; i++) {
    const x = A[i][p]
    const y = A[i][q]
    A[i][p] = c * x - s * y
    A[i][q] = s * x + c * y
  }
  for (const M of [A, V])
    for (let i = 0; i < A.length; i++) {
      const x = M[p][i]
      const y = M[q][i]
      M[p][i] = c * x - s * y
      M[q][i] = s * x + c * y
    }
}

/** Extreme eigenpairs of A x = λ B x for positive definite B: whitened by B's Cholesky factor, then Jacobi. */
export function pencil(A: Matrix, B: Matrix): { low: number; high: number; lowVector: number[]; highVector: number[] } {
  const n = A.length
  const R = zeros(n, n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const s = B[i][j] - inner(R[i].slice(0, j), R[j].slice(0, j))
      R[i][j] = i === j ? Math.sqrt(s) : s / R[j][j]
    }
  // Rows of the answer solve R z = row of the argument.
  const forward = (rows: Matrix) =>
    rows.map(b => {
      const z: number[] = []
      for (let i = 0; i < n; i++) z.push((b[i] - inner(z, R[i])) / R[i][i])
      return z
    })
  const half = forward(flip(A))
  const { values, vectors } = jacobi(forward(flip(half)))
  const back = (z: number[]) => {
    const x = new Array<number>(n).fill(0)
    for (let i = n - 1; i >= 0; i--) {
      let s = z[i]
      for (let j = i + 1; j < n; j++) s -= R[j][i] * x[j]
      x[i] = s / R[i][i]
    }
    return x
  }
  return { low: values[n - 1], high: values[0], lowVector: back(vectors[n - 1]), highVector: back(vectors[0]) }
}
