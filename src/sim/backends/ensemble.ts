/**
 * The replicas of one ensemble, and who steps them. A kernel is made with every replica at w_0, takes steps, and is asked for
 * energies or for single states:
 *
 *     const kernel = await make(problem, R, seed, STREAM.ensemble)
 *     await kernel.advance({ etas, B, taken, drawn, limit })
 *     const { energies, exponents, escapes } = await kernel.read(1)
 *     kernel.dispose()
 *
 * One call at a time: the next is made when the last has settled. `wasm/ensemble.ts` steps in float64 or float32, the same bits
 * everywhere, `webgpu/ensemble.ts` in float32 on a GPU.
 */

import type { Precision } from './types'

/** SGD on a linear model in the eigenbasis of its G (see `rotate`). */
export interface RotatedProblem {
  readonly n: number
  /** Directions with λ_k > 0. */
  readonly s: number
  /** Rows x_iᵀV, n×s row-major. */
  readonly features: Float64Array
  /** λ_1 ≥ … ≥ λ_s. */
  readonly lambda: Float64Array
  /** Residuals x_i·θ* − y_i at the minimum θ*; null where it interpolates. */
  readonly rest: Float64Array | null
  /** w_0 = Vᵀ(θ_0 − θ*), length s. */
  readonly start: Float64Array
}

/** One call's steps, the same for all replicas. */
export interface EnsembleSteps {
  /** η of each step. */
  readonly etas: Float64Array
  readonly B: number
  /** Steps, and draws per replica, so far. */
  readonly taken: number
  readonly drawn: number
  /** A replica escapes when Σ λ_k w_k² exceeds this. */
  readonly limit: number
}

/** What computes an ensemble. */
export interface EnsembleMachine {
  readonly id: 'wasm' | 'webgpu' | 'webgl'
  readonly precision: Precision
  /** The device's own name; '' for the processor. */
  readonly device: string
}

/** Every replica at one step; copies. */
export interface ReplicaEnergies {
  /** Σ λ_k w_k² over the first `head` directions, over the others, and Σ w_k²: 3 per replica, without the powers of two. */
  readonly energies: Float64Array
  readonly exponents: Int32Array
  /** The first step after which a replica had escaped; −1 where it has not. */
  readonly escapes: Float64Array
}

/** One replica's w without its power of two, of length s. */
export interface ReplicaState {
  readonly w: Float64Array
  readonly exponent: number
}

/**
 * What steps the replicas of one ensemble. The state of replica r is w·2^exponent: brought back to size 1 … 2 by an exact power of two
 * whenever it left sizes far within the range of the kernel's numbers, so that nothing overflows and log‖w‖ stays known. Beside residuals
 * that stay, exponents are not negative. Draw q of replica r is word q mod 4 of
 * the Philox block (index r, step ⌊q/4⌋, STREAM.ensemble), mapped to 0 … n − 1 by Lemire's method; a rejected word is drawn anew
 * from block (r, q) of the stream plus 256·attempt.
 */
export interface EnsembleKernel {
  readonly R: number
  readonly machine: EnsembleMachine
  advance(steps: EnsembleSteps): Promise<void>
  read(head: number): Promise<ReplicaEnergies>
  state(r: number): Promise<ReplicaState>
  /** Back to w_0, with no step taken. */
  reset(): void
  /** Frees what it holds; it cannot be used any more. */
  dispose(): void
}

/** Makes a kernel with every replica at w_0. Throws where it does not fit. In float64 unless asked otherwise; a GPU has float32 alone. */
export type MakeEnsemble = (
  problem: RotatedProblem,
  R: number,
  seed: number,
  stream: number,
  precision?: Precision,
) => Promise<EnsembleKernel>
