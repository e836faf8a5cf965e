/**
 * Recursions for p_k = E[w_k²] that do not know the data set, only its spectrum (THEORY.md §5): fresh Gaussian inputs, and
 * exact alignment Σ = 2L·G, which is the same without the Gaussian term. Both are a diagonal plus a rank-one matrix,
 * p⁺ = diag(a)p + η²·strength·λλᵀp, which is symmetric.
 */
export interface SpectrumStep {
  /** λ_1 ≥ λ_2 ≥ …, none negative. */
  readonly lambda: ArrayLike<number>
  readonly eta: number
  /** c/B, as in escapeMoments. */
  readonly strength: number
  readonly kind: 'gaussian' | 'aligned'
  /** E[e²], the value of 2L at the minimum: σ² with noisy labels, 0 at interpolation. */
  readonly rest?: number
}

/** The factor of p_k on the diagonal: (1−ηλ_k)², and for Gaussian inputs η²λ_k²·strength on top. */
function keeps({ lambda, eta, strength, kind }: SpectrumStep): Float64Array {
  const own = kind === 'gaussian' ? strength : 0
  return Float64Array.from(lambda, v => (1 - eta * v) * (1 - eta * v) + own * eta * eta * v * v)
}

/** p⁺ from p = (E[w_k²])_k. */
export function spectrumStep(p: ArrayLike<number>, step: SpectrumStep): Float64Array {
  const { lambda, eta, strength, rest = 0 } = step
  let twoL = rest
  for (let k = 0; k < lambda.length; k++) twoL += lambda[k] * p[k]
  return keeps(step).map((a, k) => a * p[k] + eta * eta * strength * lambda[k] * twoL)
}

export interface SpectrumPerron {
  /** Growth of E[L] per step once it is steady; mean-square stable where it is below 1. */
  readonly rho: number
  /** λ_k p_k of the growing direction, summing to 1. */
  readonly energy: Float64Array
}

/**
 * The Perron root: η²·strength·Σ_k λ_k²/(ρ − a_k) = 1 beyond every a_k, to rounding, and
 * λ_k p_k ∝ λ_k²/(ρ − a_k). Without noise the largest a_k, along its directions alone.
 */
export function spectrumPerron(step: SpectrumStep): SpectrumPerron {
  const { lambda, eta, strength } = step
  const a = keeps(step)
  const top = a.reduce((m, v) => Math.max(m, v), 0)
  const noise = eta * eta * strength
  if (noise === 0) {
    const size = a.reduce((t, v) => t + (v === top ? 1 : 0), 0)
    return { rho: top, energy: a.map(v => (v === top ? 1 / size : 0)) }
  }
  // In δ = ρ − max a the gaps do not cancel. 1/Σ is concave and increasing: from below, Newton's steps never overshoot.
  const gaps = a.map(v => top - v)
  const sum = (delta: number, power: 1 | 2) => {
    let t = 0
    for (let k = 0; k < gaps.length; k++) {
      const g = delta + gaps[k]
      t += (noise * lambda[k] * lambda[k]) / (power === 1 ? g : g * g)
    }
    return t
  }
  let delta = 0
  for (let k = 0; k < gaps.length; k++) if (gaps[k] === 0) delta += noise * lambda[k] * lambda[k]
  for (let i = 0; i < 200; i++) {
    const f = sum(delta, 1)
    const next = delta + (f * (f - 1)) / sum(delta, 2)
    if (!(next > delta)) break
    delta = next
  }
  const weights = gaps.map((g, k) => (lambda[k] * lambda[k]) / (delta + g))
  const total = weights.reduce((t, v) => t + v, 0)
  return { rho: top + delta, energy: weights.map(v => v / total) }
}

/** Under exact alignment ρ > 1 ⇔ η·strength·Σ_k λ_k/(2 − ηλ_k) > 1, this sum; Infinity where an ηλ_k reaches 2. */
export function alignedThreshold({ lambda, eta, strength }: Pick<SpectrumStep, 'lambda' | 'eta' | 'strength'>): number {
  let sum = 0
  for (let k = 0; k < lambda.length; k++) {
    if (eta * lambda[k] >= 2) return Number.POSITIVE_INFINITY
    sum += lambda[k] / (2 - eta * lambda[k])
  }
  return eta * strength * sum
}
