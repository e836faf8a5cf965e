/** One replica of SGD on a linear model under reshuffled epochs: `runEpochs`. */

import { dot } from '../../lib/matrix'
import { STREAM } from '../../lib/philox'
import { permutation } from '../../lib/random'
import type { Basis } from './replicas'

export interface EpochPlan {
  readonly seed: number
  readonly eta: number
  /** Divides n. */
  readonly B: number
  /** Epochs from the minimum before anything is read, and epochs read. */
  readonly burn: number
  readonly epochs: number
  /** Lags of the noise, from 1. */
  readonly lags: number
}

/** Means over the steps that were read. */
export interface EpochReading {
  /** w_k², length s. */
  readonly square: Float64Array
  /** ⟨ξ_t, ξ_{t+h}⟩/⟨ξ_t, ξ_t⟩ of the noise at the minimum, at lags 1, 2, …. */
  readonly correlation: Float64Array
}

/** Epochs that a replica may take: its orders are keyed by replica·EPOCHS_PER_REPLICA + epoch. */
const EPOCHS_PER_REPLICA = 0x100000

/** SGD from the minimum through whole epochs, each in an order of its own. */
export function runEpochs({ n, s, features, rest }: Basis, plan: EpochPlan, replica: number): EpochReading {
  const { seed, eta, B, burn, epochs, lags } = plan
  const M = n / B
  const w = new Float64Array(s)
  const step = new Float64Array(s)
  const square = new Float64Array(s)
  const noises: Float64Array[] = []
  for (let epoch = 0; epoch < burn + epochs; epoch++) {
    const order = permutation(n, seed, STREAM.temperature, replica * EPOCHS_PER_REPLICA + epoch)
    for (let t = 0; t < M; t++) {
      step.fill(0)
      const noise = new Float64Array(s)
      for (let b = t * B; b < (t + 1) * B; b++) {
        const at = order[b] * s
        let r = rest[order[b]]
        for (let k = 0; k < s; k++) {
          noise[k] += rest[order[b]] * features[at + k]
          r += features[at + k] * w[k]
        }
        for (let k = 0; k < s; k++) step[k] += r * features[at + k]
      }
      for (let k = 0; k < s; k++) w[k] -= (eta / B) * step[k]
      if (epoch < burn) continue
      noises.push(noise)
      for (let k = 0; k < s; k++) square[k] += (w[k] * w[k]) / (M * epochs)
    }
  }
  return { square, correlation: correlations(noises, lags) }
}

/** Of all pairs h apart, the mean product over the mean square. */
function correlations(noises: readonly Float64Array[], lags: number): Float64Array {
  const mean = (h: number) => {
    let sum = 0
    for (let t = 0; t + h < noises.length; t++) sum += dot(noises[t], noises[t + h])
    return sum / (noises.length - h)
  }
  const size = mean(0)
  return Float64Array.from({ length: lags }, (_, h) => mean(h + 1) / size)
}
