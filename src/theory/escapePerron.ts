/** How fast E[L] grows or decays in the long run: the spectral radius of the exact recursion (THEORY.md §5). */

import { lanczos } from '../lib/lanczos'
import { dot } from '../lib/matrix'
import { type MomentStep, momentStep } from './escapeMoments'
import type { EscapeProblem } from './escapeProblem'

export interface Perron {
  /** Spectral radius of M ↦ M⁺: above 1 the exact E[L] of this data set grows like ρ^t. */
  readonly rho: number
  /** Its eigenmatrix, s×s, positive semi-definite with Σ_k λ_k M_kk = 1. */
  readonly M: Float64Array
  /** ‖M⁺ − ρM‖_F/(ρ‖M‖_F). */
  readonly residual: number
}

/**
 * The spectral radius of one step of the exact recursion. The map keeps the cone of positive semi-definite matrices, so
 * its spectral radius is an eigenvalue and belongs to such a matrix (Krein–Rutman). For minibatch noise the map is
 * symmetric in the Frobenius product, and Lanczos finds it; for the other shapes it is iterated until the residual is
 * below `tolerance` or `most` steps are taken, and the residual says which.
 */
export function perron(problem: EscapeProblem, step: MomentStep, { tolerance = 1e-12, most = 20000 } = {}): Perron {
  const { s, lambda } = problem
  const M = new Float64Array(s * s)
  const next = new Float64Array(s * s)
  if (step.strength === 0) {
    const k = lambda.reduce((best, v, i) => (keep(v, step.eta) > keep(lambda[best], step.eta) ? i : best), 0)
    M[k * s + k] = 1 / lambda[k]
    return { rho: keep(lambda[k], step.eta), M, residual: 0 }
  }
  if (step.shape === 'sigma') perronByLanczos(problem, step, M, next)
  else {
    for (let k = 0; k < s; k++) M[k * s + k] = 1 / (s * lambda[k])
    for (let i = 0; i < most; i++) {
      momentStep(problem, M, next, step)
      const ratio = dot(M, next) / dot(M, M)
      const far = distance(next, M, ratio)
      scaleTo(next, lambda, s)
      M.set(next)
      if (far <= tolerance * ratio) break
    }
  }
  momentStep(problem, M, next, step)
  const rho = dot(M, next) / dot(M, M)
  return { rho, M, residual: distance(next, M, rho) / rho }
}

/** Lanczos in the s(s+1)/2 entries of a symmetric matrix, off-diagonal ones times √2: there the map is symmetric. */
function perronByLanczos(problem: EscapeProblem, step: MomentStep, M: Float64Array, next: Float64Array): void {
  const { s, lambda } = problem
  const size = (s * (s + 1)) / 2
  const unpack = (x: Float64Array, to: Float64Array) => {
    for (let k = 0, at = 0; k < s; k++) for (let l = 0; l <= k; l++) to[k * s + l] = to[l * s + k] = x[at++] * (k === l ? 1 : Math.SQRT1_2)
  }
  const apply = (x: Float64Array) => {
    unpack(x, M)
    momentStep(problem, M, next, step)
    const y = new Float64Array(size)
    for (let k = 0, at = 0; k < s; k++) for (let l = 0; l <= k; l++) y[at++] = next[k * s + l] * (k === l ? 1 : Math.SQRT2)
    return y
  }
  const { vectors } = lanczos(apply, size, 1, { tolerance: 1e-13 })
  unpack(vectors, M)
  scaleTo(M, lambda, s)
}

/** Scales M to Σ_k λ_k M_kk = 1, its sign included. */
function scaleTo(M: Float64Array, lambda: Float64Array, s: number): void {
  let total = 0
  for (let k = 0; k < s; k++) total += lambda[k] * M[k * s + k]
  for (let at = 0; at < M.length; at++) M[at] /= total
}

const keep = (lambda: number, eta: number) => (1 - eta * lambda) * (1 - eta * lambda)

/** ‖next − ρM‖_F/‖M‖_F. */
function distance(next: Float64Array, M: Float64Array, rho: number): number {
  let sum = 0
  for (let at = 0; at < M.length; at++) sum += (next[at] - rho * M[at]) * (next[at] - rho * M[at])
  return Math.sqrt(sum / dot(M, M))
}
