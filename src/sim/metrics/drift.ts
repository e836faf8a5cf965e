/** What the noise adds to the drift of an SGD step: gradient–noise interaction, critical batch sizes, dominant subspaces (`driftOf`). */

import { UNIT_ROUNDOFF } from '../../lib/compensated'
import { groupsOf } from './groups'
import type { NoiseMoments } from './noise'

/** A sum that rounding may have moved by more than a thousandth has no digits worth showing. */
const DIGITS = 1e3

export interface Drift {
  /** E_B[g_BᵀGg_B]/‖∇L‖² (arXiv 2412.20553), in the unit of G. */
  readonly gni: number
  /** Tr Σ/‖∇L‖² (McCandlish et al. 2018), in samples. */
  readonly bSimple: number
  /** 2L‖G‖_F²μ/(∇LᵀG∇L) = Tr(ΣG)/(∇LᵀG∇L), in samples. */
  readonly bNoise: number
  /** χ_k = ‖P_k∇L‖²/‖∇L‖² (arXiv 2405.16002), P_k on the k sharpest directions; NaN where it would divide the space of one eigenvalue. */
  readonly chi: Float64Array
}

/**
 * From the moments at one θ, always with the centred Σ (THEORY.md §8). `share` is what the arm's minibatches make of Σ, (1/B)·(n−B)/(n−1)
 * or 1/B; `slopes` are v_kᵀ∇L of the shown directions, whose eigenvalues are `lambda`. NaN where ∇L, a difference of large
 * numbers beside a minimum, has no digits left: `unit` is half an ulp of 1 of what it was computed in.
 */
export function driftOf(m: NoiseMoments, share: number, lambda: Float64Array, slopes: Float64Array, unit: number = UNIT_ROUNDOFF): Drift {
  const known = m.g2 > DIGITS * unit * m.trace
  if (!known) return { gni: Number.NaN, bSimple: Number.NaN, bNoise: Number.NaN, chi: new Float64Array(lambda.length).fill(Number.NaN) }
  const { size, first } = groupsOf(lambda)
  let along = 0
  const noise = m.traceG - m.gGg
  return {
    gni: (m.gGg + share * noise) / m.g2,
    bSimple: (m.trace - m.g2) / m.g2,
    bNoise: noise / m.gGg,
    chi: slopes.map((slope, k) => {
      along += (slope * slope) / m.g2
      return k === first[k] + size[k] - 1 ? along : Number.NaN
    }),
  }
}
