/** Diagonals of Σ, G, H and E[h²] side by side: is Σ_jj ∝ H_jj? */

import ln from '@stdlib/math-base-special-ln'
import { Fault } from '../../lib/fault'
import { fitLine, type Line } from '../../lib/fit'
import type { Product } from '../../lib/lanczos'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import type { Curvatures } from './curvatures'

/** The diagonal of a matrix: exact, or the mean over random probes with its standard error entry by entry. */
export interface Diagonal {
  readonly values: Float64Array
  readonly errors: Float64Array | null
}

/** Noise against curvature entry by entry, in the trained parameters (arXiv 2602.05600 next to Σ ≈ 2L·G). */
export interface Diagonals {
  readonly p: number
  readonly twoL: number
  /** Σ_jj, exact. */
  readonly sigma: Float64Array
  /** G_jj and H_jj. */
  readonly G: Diagonal
  readonly H: Diagonal
  /** (1/n) Σ_i (h_i²)_jj, h_i = ∇²ℓ_i; estimated: E_z (h_i z)_j² over random signs z. */
  readonly h2: Diagonal
}

/** Parameters up to which the diagonals of G and H are taken entry by entry; beyond, from probes. */
const EXACT_DIAGONAL = 2000
/** Probes of random signs: for a diagonal that is not exact, and for E[h²]. */
export const DIAGONAL_PROBES = 48

export interface DiagonalOptions {
  readonly seed: number
  readonly twoL: number
  readonly exact?: number
  readonly probes?: number
  report?(done: number, total: number): void
}

/** All four diagonals at one θ. Throws where the model has no Hessians of single samples. */
export function diagonalsOf(
  at: Curvatures,
  { seed, twoL, exact = EXACT_DIAGONAL, probes = DIAGONAL_PROBES, report = () => {} }: DiagonalOptions,
): Diagonals {
  const { p, n } = at
  if (!at.sampleHessian) throw new Fault('This model has no Hessians of single samples', 'choose another model')
  const direct = p <= exact
  const total = n + (direct ? 2 * p : 2 * probes) + probes
  let done = 0
  const tick = () => report(++done, total)
  const sigma = noiseDiagonal(at, tick)
  const signs = (probe: number) => normals(new Float64Array(p), seed, STREAM.diagonals, probe).map(z => (z < 0 ? -1 : 1))
  const diagonal = (A: Product): Diagonal => (direct ? entries(A, p, tick) : probed(probes, p, q => hadamard(signs(q), A), tick))
  const [G, H] = [diagonal(at.G), diagonal(at.H)]
  const squares = (probe: number) => {
    const z = signs(probes + probe)
    const sum = new Float64Array(p)
    for (let i = 0; i < n; i++) {
      const hz = at.sampleHessian!(i, z)
      for (let j = 0; j < p; j++) sum[j] += (hz[j] * hz[j]) / n
    }
    return sum
  }
  return { p, twoL, sigma, G, H, h2: probed(probes, p, squares, tick) }
}

/** Σ_jj = (1/n) Σ g_ij² − (∇L)_j². */
function noiseDiagonal({ p, n, sampleGradient }: Curvatures, tick: () => void): Float64Array {
  const [mean, square] = [new Float64Array(p), new Float64Array(p)]
  for (let i = 0; i < n; i++) {
    const g = sampleGradient(i)
    for (let j = 0; j < p; j++) {
      mean[j] += g[j] / n
      square[j] += (g[j] * g[j]) / n
    }
    tick()
  }
  return square.map((s, j) => Math.max(0, s - mean[j] * mean[j]))
}

function entries(A: Product, p: number, tick: () => void): Diagonal {
  const e = new Float64Array(p)
  const values = Float64Array.from({ length: p }, (_, j) => {
    e[j] = 1
    const value = A(e)[j]
    e[j] = 0
    tick()
    return value
  })
  return { values, errors: null }
}

/** z∘(A z): its mean over random signs is the diagonal of A. */
function hadamard(z: Float64Array, A: Product): Float64Array {
  const Az = A(z)
  return Az.map((v, j) => v * z[j])
}

/** Mean and standard error of independent draws, entry by entry. */
function probed(count: number, p: number, draw: (probe: number) => Float64Array, tick: () => void): Diagonal {
  const [sum, square] = [new Float64Array(p), new Float64Array(p)]
  for (let q = 0; q < count; q++) {
    const x = draw(q)
    for (let j = 0; j < p; j++) {
      sum[j] += x[j]
      square[j] += x[j] * x[j]
    }
    tick()
  }
  const values = sum.map(s => s / count)
  return { values, errors: square.map((s, j) => Math.sqrt(Math.max(0, s / count - values[j] * values[j]) / (count - 1))) }
}

/** A power law Σ_jj ∝ x_j^γ over the entries where both are positive, and how far the entries scatter about γ = 1. */
export interface DiagonalFit {
  readonly line: Line
  /** Root mean square of ln Σ_jj − ln x_j about its own mean: the scatter about Σ_jj ∝ x_j. */
  readonly scatter: number
}

/** Entries below this share of the largest are rounding, or dead units. */
const ENTRY_FLOOR = 1e-12

/** Fits Σ_jj against x_j; null where fewer than three entries are left. */
export function fitDiagonal(sigma: Float64Array, x: Float64Array): DiagonalFit | null {
  const top = (a: Float64Array) => ENTRY_FLOOR * a.reduce((m, v) => Math.max(m, v), 0)
  const [least, least2] = [top(sigma), top(x)]
  const kept = Array.from(sigma.keys()).filter(j => sigma[j] > least && x[j] > least2)
  const [lx, ly] = [kept.map(j => ln(x[j])), kept.map(j => ln(sigma[j]))]
  const line = kept.length > 2 ? fitLine(lx, ly) : null
  if (!line) return null
  const gaps = ly.map((v, i) => v - lx[i])
  const mean = gaps.reduce((s, v) => s + v, 0) / gaps.length
  return { line, scatter: Math.sqrt(gaps.reduce((s, v) => s + (v - mean) * (v - mean), 0) / gaps.length) }
}
