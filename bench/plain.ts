import type { Problem, StepPlan } from '../src/sim/backends/types'

/** SGD or GD steps of a linear or two-layer model in plain loops; theta is changed in place. */
export function jsSteps({ n, d, X, y, model }: Problem, theta: Float64Array, { eta, batch, batchSize }: StepPlan): void {
  const m = model.kind === 'olm-two-layer' ? model.m : 0
  const w = m > 0 ? new Float64Array(d) : theta
  const g = new Float64Array(d)
  const size = batch ? batchSize : n
  for (let t = 0; t < eta.length; t++) {
    if (m > 0) {
      w.fill(0)
      for (let k = 0; k < m; k++) {
        const a = theta[m * d + k]
        for (let j = 0; j < d; j++) w[j] += a * theta[k * d + j]
      }
    }
    g.fill(0)
    for (let b = 0; b < size; b++) {
      const row = (batch ? batch[t * size + b] : b) * d
      let r = -y[row / d]
      for (let j = 0; j < d; j++) r += X[row + j] * w[j]
      for (let j = 0; j < d; j++) g[j] += r * X[row + j]
    }
    const step = eta[t] / size
    if (m === 0) for (let j = 0; j < d; j++) theta[j] -= step * g[j]
    for (let k = 0; k < m; k++) {
      const a = theta[m * d + k]
      let s = 0
      for (let j = 0; j < d; j++) {
        s += theta[k * d + j] * g[j]
        theta[k * d + j] -= step * a * g[j]
      }
      theta[m * d + k] -= step * s
    }
  }
}

/** (1/n) XᵀX, row by row, upper triangle mirrored. */
export function jsMoment({ n, d, X }: Problem): Float64Array {
  const S = new Float64Array(d * d)
  for (let i = 0; i < n; i++) {
    const row = i * d
    for (let j = 0; j < d; j++) {
      const x = X[row + j] / n
      for (let k = j; k < d; k++) S[j * d + k] += x * X[row + k]
    }
  }
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) S[j * d + k] = S[k * d + j]
  return S
}

/** XXᵀ, upper triangle mirrored. */
export function jsGram({ n, d, X }: Problem): Float64Array {
  const K = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let k = i; k < n; k++) {
      let sum = 0
      for (let j = 0; j < d; j++) sum += X[i * d + j] * X[k * d + j]
      K[i * n + k] = sum
      K[k * n + i] = sum
    }
  }
  return K
}

/** Eigenvalues and vectors by Householder and implicit QL, the textbook way (unblocked, rows of the vectors contiguous). */
export function jsEigh(A: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const T = A.slice()
  const P = new Float64Array(n * n)
  for (let i = 0; i < n; i++) P[i * n + i] = 1
  const v = new Float64Array(n)
  const p = new Float64Array(n)
  for (let k = 0; k + 2 < n; k++) reflect(T, P, v, p, n, k)
  const d = Float64Array.from({ length: n }, (_, i) => T[i * n + i])
  const e = Float64Array.from({ length: n }, (_, i) => (i + 1 < n ? T[i * n + i + 1] : 0))
  for (let l = 0; l < n; l++) while (sweep(d, e, P, n, l)) {}
  return { values: d, vectors: P }
}

function reflect(T: Float64Array, P: Float64Array, v: Float64Array, p: Float64Array, n: number, k: number): void {
  let square = 0
  for (let i = k + 1; i < n; i++) {
    v[i] = T[k * n + i]
    square += v[i] ** 2
  }
  if (square === 0) return
  v[k + 1] += v[k + 1] > 0 ? Math.sqrt(square) : -Math.sqrt(square)
  let norm = 0
  for (let i = k + 1; i < n; i++) norm += v[i] ** 2
  let c = 0
  for (let i = k; i < n; i++) {
    let sum = 0
    for (let j = k + 1; j < n; j++) sum += T[i * n + j] * v[j]
    p[i] = (2 / norm) * sum
    if (i > k) c += (v[i] * p[i]) / norm
  }
  v[k] = 0
  for (let i = k + 1; i < n; i++) p[i] -= c * v[i]
  for (let i = k; i < n; i++) for (let j = k; j < n; j++) T[i * n + j] -= v[i] * p[j] + p[i] * v[j]
  for (let j = 0; j < n; j++) p[j] = 0
  for (let i = k + 1; i < n; i++) for (let j = 0; j < n; j++) p[j] += v[i] * P[i * n + j]
  for (let i = k + 1; i < n; i++) {
    const f = (2 / norm) * v[i]
    for (let j = 0; j < n; j++) P[i * n + j] -= f * p[j]
  }
}

/** One QL sweep at l; false once d[l] has converged. */
function sweep(d: Float64Array, e: Float64Array, P: Float64Array, n: number, l: number): boolean {
  let m = l
  while (m < n - 1 && Math.abs(e[m]) > 1e-16 * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++
  if (m === l) return false
  let g = (d[l + 1] - d[l]) / (2 * e[l])
  const root = Math.sqrt(g * g + 1)
  g = d[m] - d[l] + e[l] / (g + (g < 0 ? -root : root))
  let [s, c, shift] = [1, 1, 0]
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i]
    const b = c * e[i]
    const r = Math.sqrt(f * f + g * g)
    e[i + 1] = r
    s = f / r
    c = g / r
    g = d[i + 1] - shift
    const t = (d[i] - g) * s + 2 * c * b
    shift = s * t
    d[i + 1] = g + shift
    g = c * t - b
    for (let j = 0; j < n; j++) {
      const x = P[(i + 1) * n + j]
      const y = P[i * n + j]
      P[(i + 1) * n + j] = s * y + c * x
      P[i * n + j] = c * y - s * x
    }
  }
  d[l] -= shift
  e[l] = g
  e[m] = 0
  return true
}
