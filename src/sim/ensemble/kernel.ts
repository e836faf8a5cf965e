import { Arena } from '../backends/wasm/arena'
import { padded, rowStride } from '../backends/wasm/layout'
import { instantiateKernels } from '../backends/wasm/module'

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
  /** Σ λ_k w_k² over the first `head` directions and over the others, 2 per replica, without the powers of two. */
  energies(head: number): Float64Array
  /** Back to w_0, with no step taken. */
  reset(): void
}

/** Draws of one replica that fit the scratch room of a call, at least. */
const ROOM = 8192
const MOST_STEPS = 1024

/** The states and features of an ensemble in a WebAssembly memory of its own, which is freed when this is dropped. Throws where it does not fit. */
export async function createEnsembleKernel(
  module: WebAssembly.Module,
  problem: RotatedProblem,
  R: number,
  seed: number,
  stream: number,
): Promise<EnsembleKernel> {
  const { n, s, features, lambda, rest, start } = problem
  const kernels = await instantiateKernels(module)
  const arena = new Arena(kernels.memory, kernels.heapBase())
  const width = padded(s)
  const stride = rowStride(s)
  const room = Math.max(ROOM, n) + 64
  const what = `An ensemble of ${R} replicas with n = ${n} in ${s} directions`
  arena.require(8 * (n * stride + n + R * (width + 4) + 4 * width + MOST_STEPS) + 4 * room, what)
  const take = (doubles: number) => arena.take(8 * doubles, what)
  const at = {
    features: take(n * stride),
    rest: rest ? take(n) : 0,
    lambda: take(width),
    states: take(R * width),
    exponents: take(Math.ceil(R / 2)),
    escapes: take(R),
    room: take(width),
    etas: take(MOST_STEPS),
    draws: take(room / 2),
    energies: take(2 * R),
  }
  const rows = arena.f64(at.features, n * stride)
  for (let i = 0; i < n; i++) rows.set(features.subarray(i * s, (i + 1) * s), i * stride)
  if (rest) arena.f64(at.rest, n).set(rest)
  arena.f64(at.lambda, s).set(lambda)
  kernels.ensembleSetup(
    at.features,
    8 * stride,
    8 * width,
    n,
    at.rest,
    at.lambda,
    at.states,
    at.exponents,
    at.escapes,
    at.room,
    at.draws,
    seed,
    stream,
  )
  const states = arena.f64(at.states, R * width)
  const exponents = arena.i32(at.exponents, R)
  const escapes = arena.f64(at.escapes, R)
  const reset = () => {
    for (let r = 0; r < R; r++) states.set(start, r * width)
    exponents.fill(0)
    escapes.fill(-1)
  }
  reset()
  return {
    R,
    exponents,
    escapes,
    reset,
    advance({ etas, B, taken, drawn, limit }) {
      const most = Math.max(1, Math.min(MOST_STEPS, Math.floor(ROOM / B)))
      for (let t = 0; t < etas.length; t += most) {
        const part = etas.subarray(t, t + most)
        arena.f64(at.etas, part.length).set(part)
        kernels.ensembleSteps(0, R, at.etas, part.length, B, taken + t, drawn + t * B, limit)
      }
    },
    state: r => states.slice(r * width, r * width + s),
    energies(head) {
      kernels.ensembleEnergies(0, R, head, at.energies)
      return arena.f64(at.energies, 2 * R).slice()
    },
  }
}
