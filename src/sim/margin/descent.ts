/**
 * Gradient descent, normalized descent and progressive rescaling on the logistic loss: `new MarginDescent(…)`, then
 * `advance`.
 */

import exp from '@stdlib/math-base-special-exp'
import { axpy, dot, norm, times } from '../../lib/matrix'
import { log1p } from '../../lib/special'

/**
 * Descent on the logistic loss L(w) = (1/n) Σ ln(1 + e^(−z_i·w)), z_i = y_i x_i (Wang, Min & Wu 2024): gradient descent
 * w⁺ = w − η∇L; normalized, w⁺ = w − η∇L/L (Ji & Telgarsky 2021); and progressive rescaling (PRGD), which after a stretch
 * of normalized steps rescales w to a larger radius R every few steps, and in between takes normalized steps projected on
 * the ball of radius R.
 */
export type Descent = 'gd' | 'ngd' | 'prgd' | 'prgd-fixed'

export interface DescentSettings {
  readonly eta: number
  /** PRGD: normalized steps before w is first rescaled, and steps from one rescaling to the next. */
  readonly warmUp: number
  readonly every: number
  /** prgd: the unit max-margin direction w*; w is rescaled until its part across w* is `away` times what it was after the warm-up. */
  readonly toward: Float64Array
  readonly away: number
  /** prgd-fixed: the factor of every rescaling. */
  readonly factor: number
}

/** Where every point is this far on the right side, ln(1 + e^(−m)) = e^(−m) to the last digit. */
const FAR_MARGIN = 37

/** One descent, from w = 0. */
export class MarginDescent {
  readonly w: Float64Array
  step = 0
  /** R of PRGD; 0 before its first stretch. */
  radius = 0
  private distance = 0
  private readonly q: Float64Array
  private readonly g: Float64Array

  constructor(
    readonly kind: Descent,
    private readonly Z: Float64Array,
    private readonly n: number,
    private readonly d: number,
    private readonly settings: DescentSettings,
  ) {
    this.w = new Float64Array(d)
    this.q = new Float64Array(n)
    this.g = new Float64Array(d)
  }

  /** min_i z_i·w/‖w‖; 0 at w = 0. */
  margin(): number {
    const size = Math.sqrt(dot(this.w, this.w))
    return size === 0 ? 0 : times(this.Z, this.w, this.n, this.d).reduce((m, v) => Math.min(m, v), Number.POSITIVE_INFINITY) / size
  }

  advance(): void {
    const { kind, w, settings } = this
    const { warmUp, every, eta } = settings
    if (kind.startsWith('prgd') && this.step >= warmUp && (this.step - warmUp) % every === 0) {
      const size = norm(w)
      this.radius = size * this.stretch()
      for (let j = 0; j < w.length; j++) w[j] *= this.radius / size
    } else {
      this.gradient(kind !== 'gd')
      axpy(w, -eta, this.g)
      if (this.radius > 0) {
        const size = norm(w)
        if (size > this.radius) for (let j = 0; j < w.length; j++) w[j] *= this.radius / size
      }
    }
    this.step++
  }

  private stretch(): number {
    const { toward, away, factor } = this.settings
    if (this.kind === 'prgd-fixed') return factor
    const along = dot(this.w, toward)
    const across = Math.sqrt(this.w.reduce((t, v, j) => t + (v - along * toward[j]) * (v - along * toward[j]), 0))
    this.distance ||= away * across
    return across > 0 ? Math.max(1, this.distance / across) : 1
  }

  /** ∇L, or ∇L/L: with the smallest margin taken out of both where they would underflow. */
  private gradient(normalized: boolean): void {
    const { Z, n, d, w, q, g } = this
    let least = Number.POSITIVE_INFINITY
    for (let i = 0; i < n; i++) {
      let m = 0
      for (let j = 0; j < d; j++) m += Z[i * d + j] * w[j]
      q[i] = m
      if (m < least) least = m
    }
    const shift = normalized && least > FAR_MARGIN ? least : 0
    let loss = 0
    for (let i = 0; i < n; i++) {
      const e = exp(shift - q[i])
      q[i] = shift > 0 ? e : e === Number.POSITIVE_INFINITY ? 1 : e / (1 + e)
      if (normalized) loss += shift > 0 ? e : log1p(e)
    }
    g.fill(0)
    const scale = normalized ? 1 / loss : 1 / n
    for (let i = 0; i < n; i++) {
      const c = scale * q[i]
      if (c === 0) continue
      for (let j = 0; j < d; j++) g[j] -= c * Z[i * d + j]
    }
  }
}
