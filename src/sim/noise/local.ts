/** A model at one θ, as synthetic noise needs it. Each kind of model makes a `Local`; shapes of noise need nothing else. */

import type { Eigen } from '../../lib/eigen'
import { lanczos } from '../../lib/lanczos'
import { dot } from '../../lib/matrix'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'

/**
 * A model at one θ, as synthetic noise needs it. Per-sample gradients are g_i = J_iᵀr_i; J̃_i (Q×size) has J̃_iᵀJ̃_i = J_iᵀS_iJ_i,
 * so that G = (1/n) Σ J̃_iᵀJ̃_i: for the squared loss J̃ is J. Vectors of length `size` hold zeros where nothing is trained.
 */
export interface Local {
  readonly n: number
  /** Rows of J̃ per sample. */
  readonly Q: number
  /** Length of θ. */
  readonly size: number
  /** Trained parameters. */
  readonly p: number
  /** ∇L. */
  readonly gradient: Float64Array
  /** Σ_i w_i g_i for w of n entries. */
  mix(w: Float64Array): Float64Array
  /** g_i·v, n entries. */
  slopes(v: Float64Array): Float64Array
  /** J̃ᵀu for u (n×Q). */
  pull(u: Float64Array): Float64Array
  /** J̃v, n×Q. */
  push(v: Float64Array): Float64Array
  /** Tr Σ₁ = (1/n) Σ ‖g_i‖². */
  traceSigma1(): number
  traceG(): number
  /** Diagonals of Σ₁ and of G; O(np) by single samples. */
  diagonalSigma1(): Float64Array
  diagonalG(): Float64Array
  /** λ_1 and v_1 of G, where the model knows them without a search. */
  leadingG?(): Eigen
  /** Sets the entries that are not trained to zero, in place. */
  keepTrained(v: Float64Array): Float64Array
}

/** A model at any θ. Nothing is kept from one θ to the next but what does not depend on it. */
export type LocalAt = (theta: Float64Array) => Local

/** The leading eigenpairs of a matrix given by its product with a vector, at most as many as are trained. */
export function leadingPairs(local: Local, k: number, times: (v: Float64Array) => Float64Array): Eigen {
  const { size, p } = local
  const start = (block: number) => local.keepTrained(normals(new Float64Array(size), 0, STREAM.probe, block))
  // Its bits are part of every run with such noise: what leaves the range of numbers has no pairs, and is not rescaled.
  const { values, vectors } = lanczos(times, size, Math.min(k, p), { start, semidefinite: true, rescale: false })
  return Number.isNaN(values[0]) ? { values: new Float64Array(0), vectors: new Float64Array(0) } : { values, vectors }
}

/** G v. */
export const timesG = (local: Local, v: Float64Array) => local.pull(local.push(v)).map(x => x / local.n)

/** Σ v. */
export function timesSigma(local: Local, v: Float64Array): Float64Array {
  const { gradient, n } = local
  const along = dot(gradient, v)
  return local.mix(local.slopes(v)).map((x, j) => x / n - along * gradient[j])
}

/** Tr Σ = Tr Σ₁ − ‖∇L‖²; zero where only rounding is left. */
export function traceSigma(local: Local): number {
  const first = local.traceSigma1()
  const g2 = dot(local.gradient, local.gradient)
  return first - g2 <= 1e-13 * first ? 0 : first - g2
}
