/**
 * How far errors of the outputs f move the readings of the noise, to first order: what errors of residuals and curvature have in common
 * cancels in ratios, which bounds of norms (`rounding.ts`) do not see.
 */

import { dot, times } from '../../lib/matrix'
import type { Alignment, NoiseMoments } from './noise'
import type { RoundingBounds } from './rounding'

/** Derivatives by f (n×C, in the unit of r) of the sums that readings are ratios of. */
export interface Sensitivity {
  /** Of 2L. */
  readonly twoL: Float64Array
  /** Of ‖G‖_F². */
  readonly frobG2: Float64Array
  /** Of Tr(ΣG), Σ centred or not. */
  readonly traceSigmaG: Float64Array
  /** Of ‖Σ‖_F². */
  readonly frobSigma2: Float64Array
}

type Ratios = Pick<RoundingBounds, 'mu' | 'alpha' | 'beta' | 'relDist'>

/**
 * Bounds of the ratios for errors of f that are at most `f` (n×C): first-order terms one by one, what is of higher order by the bounds of
 * `norms` times their relative size, and what sums add (`still`: the bounds for exact outputs). Never above those of `norms`.
 */
export function sharpened(
  norms: RoundingBounds,
  still: RoundingBounds,
  a: Alignment,
  { twoL }: NoiseMoments,
  frobG2: number,
  by: Sensitivity,
  f: Float64Array,
): RoundingBounds {
  const F = Math.sqrt(frobG2)
  const frobS = a.beta * twoL * F
  /** Σ |∂ratio/∂f|·f of a ratio whose derivative is made of those of the four sums. */
  const along = (of: (at: number) => number) => f.reduce((sum, error, at) => sum + Math.abs(of(at)) * error, 0)
  const mu = (at: number) => (by.traceSigmaG[at] - a.mu * (twoL * by.frobG2[at] + frobG2 * by.twoL[at])) / (twoL * frobG2)
  const beta = (at: number) =>
    (by.frobSigma2[at] / (2 * frobS) - a.beta * (F * by.twoL[at] + (twoL * by.frobG2[at]) / (2 * F))) / (twoL * F)
  const first: Ratios = {
    mu: along(mu),
    alpha: along(
      at => (by.traceSigmaG[at] - (a.alpha / 2) * ((F / frobS) * by.frobSigma2[at] + (frobS / F) * by.frobG2[at])) / (frobS * F),
    ),
    beta: along(beta),
    // rel_dist² = β² − 2μ + 1.
    relDist: along(at => (a.beta * beta(at) - mu(at)) / a.relDist),
  }
  const higher = (2 * norms.beta) / a.beta
  const bound = (name: keyof Ratios) => {
    const own = still[name] + first[name] + higher * norms[name]
    return own < norms[name] ? own : norms[name]
  }
  return { ...norms, mu: bound('mu'), alpha: bound('alpha'), beta: bound('beta'), relDist: bound('relDist') }
}

/** A squared loss over few parameters, everything written out. */
export interface Written {
  readonly n: number
  readonly C: number
  readonly p: number
  /** Residuals (n×C), J (n·C×p), g_i = J_iᵀr_i (n×p), all in one system of units. */
  readonly r: Float64Array
  readonly J: Float64Array
  readonly gradients: Float64Array
  /** G, or H in its place, p×p. */
  readonly curvature: Float64Array
  /** Where that is H: Tr(A ∇²f_ic) of every output (n×C). */
  readonly bent?: (A: Float64Array) => Float64Array
}

/** dTr(ΣH) = (2/n) Σ_i (J_iHg̃_i)·δf_i + (1/n) Σ_i Tr(Σ∇²f_i)δf_i, d‖Σ‖² = (4/n) Σ_i (J_iΣg̃_i)·δf_i, d‖H‖² = (2/n) Σ_i Tr(H∇²f_i)δf_i. O(n·p²). */
export function sensitivityOf({ n, C, p, r, J, gradients, curvature, bent }: Written, centred: boolean): Sensitivity {
  const mean = new Float64Array(p)
  if (centred) for (let at = 0; at < gradients.length; at++) mean[at % p] += gradients[at] / n
  const own = gradients.map((v, at) => v - mean[at % p])
  const sigma = new Float64Array(p * p)
  for (let i = 0; i < n; i++)
    for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) sigma[a * p + b] += (own[i * p + a] * own[i * p + b]) / n
  const along = (A: Float64Array, factor: number) => {
    const out = new Float64Array(n * C)
    for (let i = 0; i < n; i++) {
      const image = times(A, own.subarray(i * p, (i + 1) * p), p, p)
      for (let at = i * C; at < (i + 1) * C; at++) out[at] = (factor / n) * dot(J.subarray(at * p, (at + 1) * p), image)
    }
    return out
  }
  const [bentS, bentH] = [bent?.(sigma), bent?.(curvature)]
  return {
    twoL: r.map(v => (2 * v) / n),
    frobG2: bentH?.map(v => (2 * v) / n) ?? new Float64Array(n * C),
    traceSigmaG: along(curvature, 2).map((v, at) => v + (bentS ? bentS[at] / n : 0)),
    frobSigma2: along(sigma, 4),
  }
}
