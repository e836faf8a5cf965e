/**
 * The tail index κ of SGD on a linear model: the zero κ > 0 of L(κ) = lim (1/t) log E‖w_t‖^κ (THEORY.md §8; Gürbüzbalaban, Şimşekli & Zhu
 * 2021). E‖w‖^κ is carried by rare runs, so that it is estimated by populations of walkers: those that grow are copied, those that shrink die out.
 */

import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'
import { ownStream, philox, STREAM, TWO_32 } from '../../lib/philox'
import { meanAndError } from '../../lib/sample'
import { integersFrom } from '../../lib/sequences'

/** A linear model in the eigenbasis of G: z_ik row by row, n×s. */
export interface Walked {
  readonly n: number
  readonly s: number
  readonly features: Float64Array
}

export interface TailSettings {
  readonly eta: number
  /** Samples of a minibatch, drawn with replacement. */
  readonly B: number
  readonly seed: number
}

interface Effort {
  /** Walkers of a population, steps that forget the start, and steps that are read. */
  readonly walkers: number
  readonly burn: number
  readonly steps: number
}

const EFFORT: Effort = { walkers: 400, burn: 100, steps: 300 }
const POPULATIONS = 8
/** The largest κ that is looked for, and how near the zero is come. */
const MOST = 16
const NEAR = 4e-3

/** 'unstable': Λ ≥ 0, no moment shrinks; 'light': every moment up to the 16th shrinks. */
export type TailEnd = 'unstable' | 'light'

export interface TailIndex {
  readonly end: TailEnd | null
  /** Mean over the populations, and its standard error; NaN where there is none. */
  readonly kappa: number
  readonly error: number
  /** Λ = L′(0), likewise. */
  readonly lyapunov: number
  readonly lyapunovError: number
  /** L(2), which is log ρ of the exact recursion, likewise. */
  readonly second: number
  readonly secondError: number
}

/** L(κ) of one population, Λ where κ = 0; `tick` hears of every step. Walkers are lengths one; a step multiplies each by what its minibatch makes of it. */
export function momentGrowth(
  { n, s, features }: Walked,
  { eta, B, seed }: TailSettings,
  kappa: number,
  population: number,
  { walkers, burn, steps }: Effort = EFFORT,
  tick: () => void = () => {},
): number {
  const stream = ownStream(STREAM.ensemble, population + 1)
  let now = new Float64Array(walkers * s).fill(1 / Math.sqrt(s))
  let next = new Float64Array(walkers * s)
  const growth = new Float64Array(walkers)
  const rows = new Int32Array(B)
  const words = new Uint32Array(4)
  let total = 0
  for (let t = 0; t < burn + steps; t++) {
    tick()
    let [mean, square, logs] = [0, 0, 0]
    for (let r = 0; r < walkers; r++) {
      integersFrom(rows, t * B, n, seed, stream, r)
      const log = stepped(now.subarray(r * s, (r + 1) * s), rows)
      growth[r] = exp(kappa * log)
      mean += growth[r] / walkers
      square += (growth[r] * growth[r]) / walkers
      logs += log / walkers
    }
    // The product of the means is right in the mean; its logarithm is low by half of their relative variances.
    if (t >= burn) total += kappa === 0 ? logs : ln(mean) + (square / (mean * mean) - 1) / (2 * walkers)
    if (kappa === 0) continue
    philox(words, t, 0, 1, stream, seed, 1)
    // One random number spaces the copies evenly over the sum of all growth.
    let [sum, from] = [growth[0], 0]
    for (let r = 0; r < walkers; r++) {
      const place = ((r + words[0] / TWO_32) / walkers) * mean * walkers
      while (sum < place && from < walkers - 1) sum += growth[++from]
      next.set(now.subarray(from * s, (from + 1) * s), r * s)
    }
    ;[now, next] = [next, now]
  }
  return total / steps

  /** Takes a step, scales w to length one and gives the logarithm of what its length was multiplied by. */
  function stepped(w: Float64Array, batch: Int32Array): number {
    const slopes = Float64Array.from(batch, i => {
      let along = 0
      for (let k = 0; k < s; k++) along += features[i * s + k] * w[k]
      return along
    })
    let square = 0
    for (let k = 0; k < s; k++) {
      for (let b = 0; b < B; b++) w[k] -= (eta / B) * slopes[b] * features[batch[b] * s + k]
      square += w[k] * w[k]
    }
    const size = Math.sqrt(square)
    // A walker that lands on the minimum is gone for good: another is as long as the smallest number.
    if (!(size > 0)) w[0] = 1
    for (let k = 0; k < s; k++) w[k] /= size > 0 ? size : 1
    return ln(Math.max(size, Number.MIN_VALUE))
  }
}

/** κ with its error over populations of their own random numbers; `report` is told how many of how many are done. */
export function tailIndex(
  problem: Walked,
  settings: TailSettings,
  report: (done: number, total: number) => void = () => {},
  effort: Effort = EFFORT,
): TailIndex {
  const found = Array.from({ length: POPULATIONS }, (_, m) => {
    const L = (kappa: number) => momentGrowth(problem, settings, kappa, m, effort, () => report(m, POPULATIONS))
    const reading = { lyapunov: L(0), second: L(2), kappa: zeroOf(L) }
    report(m + 1, POPULATIONS)
    return reading
  })
  const of = (name: 'kappa' | 'lyapunov' | 'second') => meanAndError(Float64Array.from(found, reading => reading[name]))
  const [kappa, lyapunov, second] = [of('kappa'), of('lyapunov'), of('second')]
  const end = lyapunov.mean >= 0 ? 'unstable' : Number.isFinite(kappa.mean) ? null : 'light'
  return {
    end,
    ...{ kappa: end ? Number.NaN : kappa.mean, error: end ? Number.NaN : kappa.error },
    ...{ lyapunov: lyapunov.mean, lyapunovError: lyapunov.error, second: second.mean, secondError: second.error },
  }
}

/** The zero of a convex L with L(0) = 0 beyond where it is negative, by halving; infinite beyond the largest κ, 0 where L rises at once. */
function zeroOf(L: (kappa: number) => number): number {
  let [lo, hi] = [0, 0.25]
  while (L(hi) < 0) {
    if (hi >= MOST) return Number.POSITIVE_INFINITY
    ;[lo, hi] = [hi, 2 * hi]
  }
  while (hi - lo > NEAR * hi) {
    const middle = (lo + hi) / 2
    if (L(middle) < 0) lo = middle
    else hi = middle
    if (hi < NEAR) return 0
  }
  return (lo + hi) / 2
}
