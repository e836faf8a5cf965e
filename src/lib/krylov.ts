/**
 * The Krylov space that Lanczos builds: `append` it vector by vector, then decompose `projected()`. Shared by the search for
 * eigenpairs (`lanczos.ts`) and the quadrature of spectral densities.
 */

import type { Eigen } from './eigen'
import { axpy, dot, norm } from './matrix'

/** v → A v for a symmetric A on R^n; the result is a new array, which the caller may write over. */
export type Product = (v: Float64Array) => Float64Array

/** What is left of a vector below this share of the operator's size is rounding. */
export const CLOSED = 1e-13

/**
 * An orthonormal basis that grows by Lanczos steps, and the projected matrix QᵀAQ. Give `append` a unit vector q that is
 * orthogonal to the basis, with w = Aq: what it leaves in w is the next direction. Where that is nothing, the Krylov space is
 * closed; `open` begins another one on the complement. Orthogonalization is against everything, twice.
 */
export class Krylov {
  basis: Float64Array[] = []
  /** The block that grows now begins here. */
  first = 0
  /** QᵀAQ: the diagonal, and the coupling of every vector to a later one, the next unless a restart came between. */
  private readonly alpha: number[] = []
  private readonly beta: number[] = []
  private readonly to: number[] = []
  /** The largest entry of QᵀAQ so far, or the largest Ritz value. */
  scale = 0
  /** Sum of the couplings that were taken for rounding. */
  lost = 0

  /** `avoid`: orthonormal vectors whose span is left out. */
  constructor(private readonly avoid: readonly Float64Array[] = []) {}

  get size(): number {
    return this.basis.length
  }

  /** Begins a block: the part of v that is orthogonal to everything, as a unit vector; null where rounding alone is left. */
  open(v: Float64Array): Float64Array | null {
    this.first = this.size
    const rest = v.slice()
    this.orthogonalize(rest)
    const size = norm(rest)
    return size > 1e-8 * norm(v) ? rest.map(x => x / size) : null
  }

  /** Takes in q with w = Aq and leaves in w its part outside the space; returns the norm of that, 0 where the block is closed. */
  append(q: Float64Array, w: Float64Array): number {
    this.basis.push(q)
    const alpha = dot(q, w)
    this.alpha.push(alpha)
    this.orthogonalize(w)
    const rest = norm(w)
    this.scale = Math.max(this.scale, Math.abs(alpha), this.beta.at(-1) ?? 0)
    const closed = rest <= CLOSED * this.scale
    if (closed) this.lost += rest
    this.beta.push(closed ? 0 : rest)
    this.to.push(this.size)
    return closed ? 0 : rest
  }

  /** QᵀAQ of the basis from a place on, row-major: tridiagonal until a restart. */
  projected(from = 0): Float64Array {
    const m = this.size - from
    const T = new Float64Array(m * m)
    for (let i = 0; i < m; i++) {
      const at = from + i
      T[i * m + i] = this.alpha[at]
      const to = this.to[at] - from
      if (to < m) T[i * m + to] = T[to * m + i] = this.beta[at]
    }
    return T
  }

  /**
   * Thick restart (Wu & Simon 2000): the `kept` leading Ritz vectors take the place of the basis, coupled to the next
   * direction, whose norm is `rest`. `ritz` holds the eigenpairs of the whole projected matrix.
   */
  restart(ritz: Eigen, kept: number, rest: number): void {
    const m = this.size
    this.basis = combine(this.basis, ritz.vectors, kept)
    this.alpha.length = this.beta.length = this.to.length = kept
    for (let i = 0; i < kept; i++) {
      this.alpha[i] = ritz.values[i]
      this.beta[i] = rest * ritz.vectors[i * m + m - 1]
      this.to[i] = kept
    }
    this.first = 0
  }

  private orthogonalize(w: Float64Array): void {
    for (let pass = 0; pass < 2; pass++) {
      for (const a of this.avoid) axpy(w, -dot(a, w), a)
      for (const b of this.basis) axpy(w, -dot(b, w), b)
    }
  }
}

/** Entries that are combined at a time. */
const STRIP = 128

/** The first `count` combinations Σ_i S_ji q_i, written over the basis strip by strip, so that no second one is held. */
export function combine(basis: Float64Array[], S: Float64Array, count: number): Float64Array[] {
  const m = basis.length
  const n = basis[0]?.length ?? 0
  const strips = Array.from({ length: count }, () => new Float64Array(Math.min(STRIP, n)))
  for (let from = 0; from < n; from += STRIP) {
    const width = Math.min(STRIP, n - from)
    for (let j = 0; j < count; j++) {
      const sum = strips[j].fill(0)
      for (let i = 0; i < m; i++) {
        const q = basis[i]
        const c = S[j * m + i]
        for (let l = 0; l < width; l++) sum[l] += c * q[from + l]
      }
    }
    for (let j = 0; j < count; j++) basis[j].set(strips[j].subarray(0, width), from)
  }
  return basis.slice(0, count)
}
