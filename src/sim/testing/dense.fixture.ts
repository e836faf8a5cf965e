import type { ModelSpec } from '../backends/types'
import { apply, combine, flip, form, frob, inner, jacobi, type Matrix, multiply, outer, rowsOf, trace, zeros } from './linalg.fixture'

const square = (v: number) => v * v

/** f(x; θ) written out per model. */
export function predict(model: ModelSpec, theta: ArrayLike<number>, x: ArrayLike<number>): number {
  const d = x.length
  let f = 0
  if (model.kind === 'linear') for (let j = 0; j < d; j++) f += theta[j] * x[j]
  else if (model.kind === 'olm-diagonal') for (let j = 0; j < d; j++) f += (theta[j] * theta[j] - theta[d + j] * theta[d + j]) * x[j]
  else
    for (let k = 0; k < model.m; k++) {
      let hidden = 0
      for (let j = 0; j < d; j++) hidden += theta[k * d + j] * x[j]
      f += theta[model.m * d + k] * hidden
    }
  return f
}

/** ∇_θ f(x; θ) written out per model. */
export function sampleGradient(model: ModelSpec, theta: ArrayLike<number>, x: ArrayLike<number>): number[] {
  const d = x.length
  const xs = Array.from(x)
  if (model.kind === 'linear') return xs
  if (model.kind === 'olm-diagonal') return [...xs.map((v, j) => 2 * theta[j] * v), ...xs.map((v, j) => -2 * theta[d + j] * v)]
  const g: number[] = []
  for (let k = 0; k < model.m; k++) for (const v of xs) g.push(theta[model.m * d + k] * v)
  for (let k = 0; k < model.m; k++) g.push(xs.reduce((s, v, j) => s + theta[k * d + j] * v, 0))
  return g
}

interface Samples {
  readonly n: number
  readonly d: number
  readonly X: Float64Array
  readonly y: Float64Array
}

/** L(θ) = (1/2n) Σ (f(x_i; θ) − y_i)². */
export function bruteLoss(model: ModelSpec, theta: ArrayLike<number>, { n, d, X, y }: Samples): number {
  return rowsOf(X, n, d).reduce((s, x, i) => s + square(predict(model, theta, x) - y[i]) / (2 * n), 0)
}

/** Everything of THEORY.md §1 at one θ, as explicit matrices. */
export interface Dense {
  readonly J: Matrix
  readonly r: number[]
  readonly L: number
  readonly gradient: number[]
  readonly G: Matrix
  readonly sigma1: Matrix
  readonly sigma: Matrix
}

export function dense(model: ModelSpec, theta: ArrayLike<number>, samples: Samples): Dense {
  const { n, d, X, y } = samples
  const rows = rowsOf(X, n, d)
  const J = rows.map(x => sampleGradient(model, theta, x))
  const r = rows.map((x, i) => predict(model, theta, x) - y[i])
  const p = J[0].length
  const gradient = apply(flip(J), r).map(v => v / n)
  let G = zeros(p, p)
  let sigma1 = zeros(p, p)
  let sigma = zeros(p, p)
  J.forEach((row, i) => {
    const own = row.map(v => v * r[i])
    const rest = own.map((v, a) => v - gradient[a])
    G = combine(G, outer(row, row), 1, 1 / n)
    sigma1 = combine(sigma1, outer(own, own), 1, 1 / n)
    sigma = combine(sigma, outer(rest, rest), 1, 1 / n)
  })
  return { J, r, L: inner(r, r) / (2 * n), gradient, G, sigma1, sigma }
}

/** THEORY.md §2 from the matrices. */
export function denseMetrics(at: Dense, centred: boolean) {
  const { G, L } = at
  const S = centred ? at.sigma : at.sigma1
  const p = G.length
  const { values, vectors } = jacobi(G)
  const rank = values.filter(v => v > 1e-12 * values[0]).length
  const lambda = values.slice(0, rank)
  const v = vectors.slice(0, rank)
  const SG = trace(multiply(S, G))
  const frobG = frob(G)
  const isotropic = (trace(S) / p) * trace(G)
  const proportional = (trace(S) / trace(G)) * square(frobG)
  // Residual component along u_k = J v_k/√(nλ_k), as energy (1/n)(u_kᵀr)² = λ_k w_k² for a linear model.
  const energy = v.map((e, k) => square(inner(apply(at.J, e), at.r)) / (square(at.r.length) * lambda[k]))
  return {
    mu: SG / (2 * L * square(frobG)),
    alpha: SG / (frob(S) * frobG),
    beta: frob(S) / (2 * L * frobG),
    relDist: frob(combine(S, G, 1, -2 * L)) / (2 * L * frobG),
    traceG: trace(G),
    frobG,
    traceSigma: trace(S),
    muIsotropic: isotropic / (2 * L * square(frobG)),
    muProportional: proportional / (2 * L * square(frobG)),
    gradNorm: Math.sqrt(inner(at.gradient, at.gradient)),
    dEff: Math.min(trace(G) / lambda[0], square(frobG / lambda[0])),
    lambda,
    v,
    g: v.map((e, k) => form(S, e) / (2 * L * lambda[k])),
    D: energy.map((_, k) => energy.slice(k + 1).reduce((a, b) => a + b, 0) / energy.slice(0, k + 1).reduce((a, b) => a + b, 0)),
    S,
  }
}
