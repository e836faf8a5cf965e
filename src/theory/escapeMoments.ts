/**
 * The exact recursion of E[wwᵀ] under SGD on a linear model near its minimum (THEORY.md §5): `new Moments(problem, start)`,
 * then `step` by step.
 */

import { type EscapeProblem, type EscapeStart, pairCount } from './escapeProblem'

/**
 * What is added to the full gradient, by its covariance. `sigma` is that of minibatches, and of Gaussian noise with the
 * same Σ; the others have its trace and another shape: isotropic over all p parameters, the diagonal of Σ in parameters,
 * along G, or along v_1 alone. Each is linear in M = E[wwᵀ], so that the recursion closes.
 */
export type NoiseShape = 'sigma' | 'isotropic' | 'diagonal' | 'g-shaped' | 'top-eigenvector'

/** One step of plain SGD: θ⁺ = θ − η(∇L + ξ) with Cov ξ = strength·Σ in the given shape. */
export interface MomentStep {
  readonly eta: number
  /** c/B: c = 1 with replacement, (n−B)/(n−1) without; 0 for gradient descent. */
  readonly strength: number
  readonly shape: NoiseShape
}

/** c/B of a minibatch. */
export function noiseStrength(B: number, n: number, replacement: boolean): number {
  return (replacement ? 1 : (n - B) / Math.max(1, n - 1)) / B
}

/**
 * out ← (I−ηG)M(I−ηG) + η²·strength·shape(C) with C = (1/n) Σ_i q_i z_i z_iᵀ − GMG (THEORY.md §5, finite data). `q` holds
 * E[r_i²] = z_iᵀMz_i, to which the caller's `more` may add what residuals left at the minimum bring. M, out: s×s symmetric.
 */
export function momentStep(
  problem: EscapeProblem,
  M: Float64Array,
  out: Float64Array,
  { eta, strength, shape }: MomentStep,
  more?: Float64Array,
): void {
  const { s, lambda } = problem
  const noise = eta * eta * strength
  if (noise === 0) out.fill(0)
  else {
    if (problem.fourth && !more) fromFourth(problem, problem.fourth, M, out)
    else expectedCovariance(problem, M, out, more)
    if (shape === 'diagonal') keepDiagonal(problem, out)
    else if (shape !== 'sigma') reshape(problem, out, shape)
  }
  for (let k = 0; k < s; k++)
    for (let l = 0; l <= k; l++) {
      const keep = (1 - eta * lambda[k]) * (1 - eta * lambda[l]) * M[k * s + l]
      out[k * s + l] = out[l * s + k] = keep + noise * out[k * s + l]
    }
}

/** C = E[Σ] for E[wwᵀ] = M; only the lower triangle is written. */
function expectedCovariance(problem: EscapeProblem, M: Float64Array, C: Float64Array, more?: Float64Array): void {
  const { n, s, lambda, features } = problem
  C.fill(0)
  for (let i = 0; i < n; i++) {
    const z = features.subarray(i * s, (i + 1) * s)
    let q = more ? more[i] : 0
    for (let k = 0; k < s; k++) {
      let row = 0
      for (let l = 0; l < k; l++) row += M[k * s + l] * z[l]
      q += z[k] * (2 * row + M[k * s + k] * z[k])
    }
    q /= n
    for (let k = 0; k < s; k++) {
      const qz = q * z[k]
      for (let l = 0; l <= k; l++) C[k * s + l] += qz * z[l]
    }
  }
  for (let k = 0; k < s; k++) for (let l = 0; l <= k; l++) C[k * s + l] -= lambda[k] * lambda[l] * M[k * s + l]
}

/** The same from the fourth moments. */
function fromFourth({ s, lambda }: EscapeProblem, fourth: Float64Array, M: Float64Array, C: Float64Array): void {
  const pairs = pairCount(s)
  const entries = new Float64Array(pairs)
  for (let k = 0, at = 0; k < s; k++) for (let l = 0; l <= k; l++) entries[at++] = M[k * s + l]
  for (let k = 0, row = 0; k < s; k++)
    for (let l = 0; l <= k; l++, row++) {
      let sum = 0
      const from = row * pairs
      for (let at = 0; at < pairs; at++) sum += fourth[from + at] * entries[at]
      C[k * s + l] = sum - lambda[k] * lambda[l] * M[k * s + l]
    }
}

/** C (lower triangle) in another shape of the same trace. */
function reshape({ s, lambda, p }: EscapeProblem, C: Float64Array, shape: NoiseShape): void {
  let trace = 0
  let traceG = 0
  for (let k = 0; k < s; k++) {
    trace += C[k * s + k]
    traceG += lambda[k]
  }
  C.fill(0)
  for (let k = 0; k < s; k++) {
    if (shape === 'isotropic') C[k * s + k] = trace / p
    else if (shape === 'g-shaped') C[k * s + k] = (trace * lambda[k]) / traceG
    else C[k * s + k] = k === 0 ? trace : 0
  }
}

/** Vᵀ diag(V C Vᵀ) V with the axes as V's columns: Σ without its off-diagonal entries in parameters. */
function keepDiagonal({ axes, s, p }: EscapeProblem, C: Float64Array): void {
  const kept = new Float64Array(s * s)
  for (let j = 0; j < p; j++) {
    let c = 0
    for (let k = 0; k < s; k++) {
      let row = 0
      for (let l = 0; l < k; l++) row += C[k * s + l] * axes[l * p + j]
      c += axes[k * p + j] * (2 * row + C[k * s + k] * axes[k * p + j])
    }
    for (let k = 0; k < s; k++) for (let l = 0; l <= k; l++) kept[k * s + l] += c * axes[k * p + j] * axes[l * p + j]
  }
  C.set(kept)
}

/** Beyond this the matrix is rescaled by a power of two, so that growth over any number of steps does not overflow. */
const LARGE = 1e30
/** Rescaled by more than 2^this, terms that do not grow with M are lost in its rounding. */
const NEGLIGIBLE = 240

/** E[wwᵀ] from a start, step by step: exact for every t, whatever the number of runs that a simulation would need. */
export class Moments {
  /** E[wwᵀ]/2^exponent, s×s. */
  M: Float64Array
  exponent = 0
  private next: Float64Array
  private readonly mean: Float64Array
  private readonly rest: Float64Array | null
  private readonly more: Float64Array

  constructor(
    readonly problem: EscapeProblem,
    { w, rest }: EscapeStart,
  ) {
    const { n, s } = problem
    this.M = Float64Array.from({ length: s * s }, (_, at) => w[Math.floor(at / s)] * w[at % s])
    this.next = new Float64Array(s * s)
    this.mean = w.slice()
    this.rest = rest
    this.more = new Float64Array(n)
  }

  step(settings: MomentStep): void {
    const { s, lambda } = this.problem
    const more = this.rest && settings.strength > 0 && this.exponent < NEGLIGIBLE ? this.restTerms(this.rest) : undefined
    momentStep(this.problem, this.M, this.next, settings, more)
    ;[this.M, this.next] = [this.next, this.M]
    for (let k = 0; k < s; k++) this.mean[k] *= 1 - settings.eta * lambda[k]
    this.rescale()
  }

  /** λ_k E[w_k²], length s; Infinity beyond what a number holds. */
  energies(): Float64Array {
    const { s, lambda } = this.problem
    const scale = twoToThe(this.exponent)
    return lambda.map((v, k) => (this.M[k * s + k] === 0 ? 0 : v * this.M[k * s + k] * scale))
  }

  /** λ_k E[w_k²] up to a common factor that keeps them finite. */
  shares(): Float64Array {
    const { s, lambda } = this.problem
    return lambda.map((v, k) => v * this.M[k * s + k])
  }

  /** E[L] = ½ Σ_k λ_k E[w_k²] + ½ (1/n) Σ e_i². */
  loss(): number {
    let sum = this.energies().reduce((t, e) => t + e, 0)
    if (this.rest) for (const e of this.rest) sum += (e * e) / this.problem.n
    return sum / 2
  }

  /** 2e_i z_i·E[w] + e_i², in the units of M: with Ze = 0 the mean follows gradient descent. */
  private restTerms(rest: Float64Array): Float64Array {
    const { n, s, features } = this.problem
    const scale = twoToThe(-this.exponent)
    for (let i = 0; i < n; i++) {
      let zm = 0
      for (let k = 0; k < s; k++) zm += features[i * s + k] * this.mean[k]
      this.more[i] = scale * rest[i] * (2 * zm + rest[i])
    }
    return this.more
  }

  private rescale(): void {
    const { s } = this.problem
    let top = 0
    for (let k = 0; k < s; k++) top = Math.max(top, this.M[k * s + k])
    const shift = top > LARGE ? 100 : top < 1 / LARGE && top > 0 && this.exponent > -900 ? -100 : 0
    if (!shift) return
    const factor = twoToThe(-shift)
    for (let at = 0; at < this.M.length; at++) this.M[at] *= factor
    this.exponent += shift
  }
}

/** 2^e for multiples of 50, exactly; 0 or Infinity beyond the range. */
export function twoToThe(e: number): number {
  let v = 1
  for (let left = Math.abs(e); left > 0; left -= 50) v *= 1125899906842624
  return e < 0 ? 1 / v : v
}
