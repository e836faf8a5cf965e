import type { BatchCurvature } from '../batchSharpness'
import type { WholeGram } from '../fromGram'
import type { NoiseMoments } from '../metrics/noise'

/** G and Σ at one θ from the smaller of K (`gramSide.ts`) and G itself (`columnSide.ts`), in units. */
export interface Side {
  /** Of G; all that follows is in it. */
  readonly unit: number
  readonly traceG: number
  /** ‖G‖_F². */
  readonly frobG2: number
  /** λ_1 ≥ … of the leading directions. */
  readonly lambda: Float64Array
  /** Row k is J v_k, n·C entries. */
  readonly images: Float64Array
  /** All eigenvalues that are not zero, where all are known; else those of `lambda`. */
  readonly spectrum: Float64Array
  /** (v_k·∇L)²/λ_k along every direction of `spectrum`; null where only the leading ones are known. */
  readonly energies: Float64Array | null
  readonly moments: NoiseMoments
  /** ‖J_i‖_F of every sample. */
  readonly reach: Float64Array
  /** The Gauss–Newton matrix of a minibatch along its own gradient, in plain units. */
  batch(rows: Int32Array): BatchCurvature
  /** All of G, in its eigenbasis. */
  whole(): WholeGram | null
}

/** What a side is made for. */
export interface SideOptions {
  readonly n: number
  /** C. */
  readonly outputs: number
  /** Residuals in their unit, n×C. */
  readonly r: Float64Array
  /** 2L in that unit, squared; null for the mean square of r. */
  readonly twoL: number | null
  /** Directions. */
  readonly k: number
  /** Share of the largest eigenvalue below which one is zero; undefined for that of float64. */
  readonly rounding: number | undefined
}
