/** μ, g and their companions with H in place of G, exactly. */

import { dot, scaled, times } from '../../lib/matrix'
import { type Program, program } from '../backends/machine/program'
import type { NoiseMoments } from '../metrics/noise'
import type { Units } from '../metrics/units'
import { type Curvatures, denseOf } from './curvatures'
import { leadingEigenvalues } from './leading'

/** Of the leading eigenpairs of H, whose residuals are that share of ‖H‖ at most. */
export const TOLERANCE = 1e-12

/** The metrics of THEORY.md §2 with H in place of G, in the units of the moments. */
export interface HessianForms {
  /** p×p, and the per-sample gradients, n×p. */
  readonly H: Float64Array
  readonly gradients: Float64Array
  readonly traceH: number
  /** ‖H‖_F². */
  readonly frobH2: number
  /** Tr(Σ₁H), ∇LᵀH∇L and ‖Σ₁ − 2L·H‖_F² where the moments have them with G. */
  readonly moments: NoiseMoments
  /** λ_1 ≥ …, the algebraically largest eigenvalues of H. */
  readonly lambda: Float64Array
  readonly errors: Float64Array
  /** g(θ;v_k) = v_kᵀΣv_k / (2L·λ_k) along the eigenvectors of H; NaN where λ_k is not positive. */
  readonly g: Float64Array
}

/**
 * Exactly, from the p×p matrix H (p products) and the n per-sample gradients: O(n·p²) time, p² + n·p numbers. `moments` are
 * those with G at the same θ, in `units`; `centred` takes Σ for the g_k, else Σ₁.
 */
export const hessianForms = program(function* (
  curvatures: Curvatures,
  moments: NoiseMoments,
  units: Units,
  k: number,
  centred: boolean,
): Program<HessianForms> {
  const { n, p } = curvatures
  const H = scaled(yield* denseOf.steps(curvatures.H, p), 1 / units.G)
  const all = new Float64Array(n * p)
  const { sampleGradient } = curvatures
  const root = Math.sqrt(units.G)
  for (let i = 0; i < n; i++)
    all.set(
      (sampleGradient.steps ? yield* sampleGradient.steps(i) : sampleGradient(i)).map(v => v / units.r / root),
      i * p,
    )
  const gradients = Array.from({ length: n }, (_, i) => all.subarray(i * p, (i + 1) * p))
  const mean = new Float64Array(p)
  for (const g of gradients) for (let j = 0; j < p; j++) mean[j] += g[j] / n
  const image = times(H, mean, p, p)
  let traceSigmaH = 0
  for (const g of gradients) traceSigmaH += dot(g, times(H, g, p, p)) / n
  let traceH = 0
  for (let j = 0; j < p; j++) traceH += H[j * p + j]
  const frobH2 = dot(H, H)
  const { twoL, frob2, gSg } = moments
  const gHg = dot(mean, image)
  const withH = {
    ...moments,
    traceG: traceSigmaH,
    gGg: gHg,
    dist2: Math.max(0, frob2 - 2 * twoL * traceSigmaH + twoL * twoL * frobH2),
    gDg: gSg - twoL * gHg,
  }
  const { values, errors, vectors } = leadingEigenvalues(v => times(H, v, p, p), p, k, { tolerance: TOLERANCE })
  const g = values.map((lambda, l) => {
    if (!(lambda > Math.max(p * Number.EPSILON, curvatures.rounding ?? 0) * values[0])) return Number.NaN
    const v = vectors.subarray(l * p, (l + 1) * p)
    let second = 0
    for (const sample of gradients) second += (dot(sample, v) * dot(sample, v)) / n
    const drift = centred ? dot(mean, v) : 0
    return (second - drift * drift) / (twoL * lambda)
  })
  return { H, gradients: all, traceH, frobH2, moments: withH, lambda: values, errors, g }
})
