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

/**
 * What steps the replicas of one ensemble. The state of replica r is w·2^exponents[r]: brought back to size 1 … 2 by an exact power of two
 * whenever it left 1e−100 … 1e100, so that nothing overflows and log‖w‖ stays known. Draw q of replica r is word q mod 4 of
 * the Philox block (index r, step ⌊q/4⌋, STREAM.ensemble), mapped to 0 … n − 1 by Lemire's method; a rejected word is drawn anew
 * from block (r, q) of the stream plus 256·attempt.
 */
export interface EnsembleKernel {
  readonly R: number
  advance(steps: EnsembleSteps): void
  /** w of a replica, without its power of two; a copy of length s. */
  state(r: number): Float64Array
  readonly exponents: Int32Array
  /** The first step after which a replica had escaped; −1 where it has not. A live view. */
  readonly escapes: Float64Array
  /** Σ λ_k w_k² over the first `head` directions, over the others, and Σ w_k²: 3 per replica, without the powers of two. */
  energies(head: number): Float64Array
  /** Back to w_0, with no step taken. */
  reset(): void
}

/** Makes a kernel with every replica at w_0. Throws where it does not fit. */
export type MakeEnsemble = (problem: RotatedProblem, R: number, seed: number, stream: number) => Promise<EnsembleKernel>
