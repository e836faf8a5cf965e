/** One replica of a stationary run, with its response to a force on the same minibatches: `runReplica`. */

import { STREAM } from '../../lib/philox'
import { drawWithout, integersBelow } from '../../lib/random'

/** A linear model in the eigenbasis of G: r_i = z_i·w + e_i. */
export interface Basis {
  readonly n: number
  readonly s: number
  /** λ_1 ≥ λ_2 ≥ …, length s. */
  readonly lambda: Float64Array
  /** z_ik, n×s row by row. */
  readonly features: Float64Array
  /** e_i, residuals at the minimum, length n. */
  readonly rest: Float64Array
}

export interface ReplicaPlan {
  readonly seed: number
  readonly eta: number
  readonly B: number
  readonly replacement: boolean
  /** Directions that are read, counted from 0. */
  readonly directions: ArrayLike<number>
  /** Steps from the minimum before anything is read. */
  readonly burn: number
  /** Windows that are read one after the other, each as long as the last lag. */
  readonly windows: number
  /** Steps after the force is switched on, ascending. */
  readonly lags: ArrayLike<number>
}

/** What one replica saw, direction by direction, lag by lag; means over its windows. */
export interface ReplicaReading {
  /** ½(w_k(t) − w_k(0))², whose mean is C_k(0) − C_k(t). */
  readonly drop: Float64Array
  /** Change of w_k by a force of size one along v_k on the same minibatches. */
  readonly chi: Float64Array
}

/** Steps that a replica may take: its random numbers are keyed by replica·STEPS_PER_REPLICA + step. */
const STEPS_PER_REPLICA = 0x1000000

/**
 * One replica of SGD from the minimum. The response is that of a second run on common random numbers with a force h·v_k: for a
 * linear model the difference over h does not depend on h nor on w, Δ⁺ = Δ − ηG_BΔ + ηv_k, so it is followed itself.
 */
export function runReplica(basis: Basis, plan: ReplicaPlan, replica: number): ReplicaReading {
  const { n, s, features, rest } = basis
  const { eta, B, burn, windows, lags, directions } = plan
  const K = directions.length
  const L = lags.length
  const w = new Float64Array(s)
  const draw = replicaBatches(n, plan, replica)
  const batch = new Int32Array(B)
  const moved = new Float64Array(K * s)
  const push = new Float64Array(K * s)
  const step = new Float64Array(s)
  const rate = eta / B
  const drop = new Float64Array(K * L)
  const chi = new Float64Array(K * L)
  let t = 0
  const descend = () => {
    step.fill(0)
    for (let b = 0; b < B; b++) {
      const i = batch[b]
      const at = i * s
      let r = rest[i]
      for (let k = 0; k < s; k++) r += features[at + k] * w[k]
      for (let k = 0; k < s; k++) step[k] += r * features[at + k]
    }
    for (let k = 0; k < s; k++) w[k] -= rate * step[k]
  }
  const respond = () => {
    push.fill(0)
    for (let b = 0; b < B; b++) {
      const at = batch[b] * s
      for (let q = 0; q < K; q++) {
        let r = 0
        for (let k = 0; k < s; k++) r += features[at + k] * moved[q * s + k]
        for (let k = 0; k < s; k++) push[q * s + k] += r * features[at + k]
      }
    }
    for (let at = 0; at < moved.length; at++) moved[at] -= rate * push[at]
    for (let q = 0; q < K; q++) moved[q * s + directions[q]] += eta
  }
  for (; t < burn; t++) {
    draw(batch, t)
    descend()
  }
  for (let window = 0; window < windows; window++) {
    const start = w.slice()
    moved.fill(0)
    for (let lag = 1, l = 0; l < L; lag++, t++) {
      draw(batch, t)
      respond()
      descend()
      if (lag !== lags[l]) continue
      for (let q = 0; q < K; q++) {
        const k = directions[q]
        const gap = w[k] - start[k]
        drop[q * L + l] += (gap * gap) / (2 * windows)
        chi[q * L + l] += moved[q * s + k] / windows
      }
      l++
    }
  }
  return { drop, chi }
}

function replicaBatches(n: number, { B, seed, replacement }: ReplicaPlan, replica: number) {
  if (replacement)
    return (out: Int32Array, t: number) => integersBelow(out, 0, B, n, seed, STREAM.temperature, replica * STEPS_PER_REPLICA + t)
  const order = Int32Array.from({ length: n }, (_, i) => i)
  // A draw is uniform from whatever order it starts.
  return (out: Int32Array, t: number) => {
    drawWithout(order, B, seed, STREAM.temperature, replica * STEPS_PER_REPLICA + t)
    for (let b = 0; b < B; b++) out[b] = order[b]
  }
}
