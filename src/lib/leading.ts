import { type Eigen, eigh, orient } from './eigen'
import { dot } from './matrix'

/** A matrix with entries below this share of its largest eigenvalue is zero. */
const ROUNDING = 1e-13

/**
 * The k leading eigenpairs of a positive semi-definite operator, which may be of low rank: Lanczos with full
 * reorthogonalization from the random vector `start(0)`. Where the Krylov space closes, a further random vector looks for
 * what it cannot hold, copies of an eigenvalue: when that finds nothing larger than the k-th, all is known. Zero
 * eigenvalues are left out. Converged when ‖Av − λv‖ ≤ tolerance·λ_1.
 */
export function leadingEigen(
  times: (v: Float64Array) => Float64Array,
  size: number,
  k: number,
  start: (block: number) => Float64Array,
  tolerance = 1e-12,
): Eigen {
  const basis: Float64Array[] = []
  const [alpha, beta]: [number[], number[]] = [[], []]
  let known = eigh(new Float64Array(0), 0)
  for (let block = 0; basis.length < size; block++) {
    let q = orthogonalTo(basis, start(block))
    if (!q) break
    const before = known.values[k - 1] ?? 0
    const first = basis.length
    for (let closed = false; !closed; ) {
      const w = times(q!)
      basis.push(q!)
      alpha.push(dot(q!, w))
      for (let again = 0; again < 2; again++) for (const b of basis) add(w, b, -dot(b, w))
      const rest = Math.sqrt(dot(w, w))
      const m = basis.length
      const largest = Math.max(known.values[0] ?? 0, ...alpha.slice(first))
      closed = !(rest > ROUNDING * largest) || m === size
      beta.push(closed ? 0 : rest)
      if (!closed) q = w.map(v => v / rest)
      if (!closed && (m - first) % 8 !== 0) continue
      known = eigh(tridiagonal(alpha, beta), m)
      const enough = known.values.length >= k && Array.from({ length: k }, (_, i) => Math.abs(rest * known.vectors[i * m + m - 1]))
      if (!closed && enough && enough.every(r => r <= tolerance * known.values[0])) return lift(known, basis, k)
    }
    // A closed block whose largest eigenvalue is not among the k, or zero: nothing is left that could be.
    const own = eigh(tridiagonal(alpha.slice(first), beta.slice(first)), basis.length - first).values[0]
    if (block > 0 && own <= Math.max(before, ROUNDING * (known.values[0] ?? 0))) break
    if (!(own > 0)) break
  }
  return lift(known, basis, k)
}

/** The part of v that is orthogonal to the basis, as a unit vector; null where rounding alone is left. */
function orthogonalTo(basis: readonly Float64Array[], start: Float64Array): Float64Array | null {
  const v = start.slice()
  const whole = Math.sqrt(dot(v, v))
  for (let again = 0; again < 2; again++) for (const b of basis) add(v, b, -dot(b, v))
  const length = Math.sqrt(dot(v, v))
  return length > 1e-8 * whole ? v.map(x => x / length) : null
}

function lift({ values, vectors }: Eigen, basis: readonly Float64Array[], k: number): Eigen {
  const m = basis.length
  const count = Math.min(k, values.filter(v => v > m * Number.EPSILON * values[0]).length)
  const size = basis[0]?.length ?? 0
  const out = new Float64Array(count * size)
  for (let i = 0; i < count; i++) {
    const v = out.subarray(i * size, (i + 1) * size)
    for (let j = 0; j < m; j++) add(v, basis[j], vectors[i * m + j])
    orient(v)
  }
  return { values: values.slice(0, count), vectors: out }
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

function add(y: Float64Array, x: Float64Array, c: number): void {
  for (let i = 0; i < y.length; i++) y[i] += c * x[i]
}
