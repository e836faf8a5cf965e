/** The minibatches of a run: `createSampler(n, seed)`, the same for every backend and at any later time. */

import { ownStream, STREAM, type Stream } from '../lib/philox'
import { drawWithout, integersBelow, permutation } from '../lib/random'
import type { Sampling } from '../scenario'

/**
 * Writes the minibatch indices of consecutive steps. Draws depend on (seed, step) alone, so arms with equal batch sizes
 * share their minibatches; reshuffled epochs depend on (seed, samples drawn so far), and a batch may span two epochs. `streams`
 * are others where the draws are not those of a run.
 */
export function createSampler(
  n: number,
  seed: number,
  streams: { readonly batch: Stream; readonly epoch: Stream } = { batch: STREAM.batch, epoch: STREAM.epoch },
) {
  const order = Int32Array.from({ length: n }, (_, i) => i)
  const swaps = new Int32Array(n)
  let epochHeld = -1
  let epochOrder: Int32Array = order

  function withoutReplacement(out: Int32Array, from: number, B: number, step: number): void {
    drawWithout(order, B, seed, streams.batch, step, swaps)
    for (let j = 0; j < B; j++) out[from + j] = order[j]
    for (let j = B - 1; j >= 0; j--) {
      const k = swaps[j]
      const t = order[j]
      order[j] = order[k]
      order[k] = t
    }
  }

  function reshuffled(out: Int32Array, from: number, B: number, drawn: number): void {
    for (let j = 0; j < B; j++) {
      const epoch = Math.floor((drawn + j) / n)
      if (epoch !== epochHeld) {
        epochOrder = permutation(n, seed, streams.epoch, epoch)
        epochHeld = epoch
      }
      out[from + j] = epochOrder[(drawn + j) % n]
    }
  }

  /** Indices of `count` steps from `step`, count×B row by row; `drawn` is the number of samples drawn before. */
  return function batches(sampling: Sampling, count: number, B: number, step: number, drawn: number): Int32Array {
    const out = new Int32Array(count * B)
    for (let t = 0; t < count; t++) {
      switch (sampling) {
        case 'with-replacement':
          integersBelow(out, t * B, B, n, seed, streams.batch, step + t)
          break
        case 'without-replacement':
          withoutReplacement(out, t * B, B, step + t)
          break
        case 'reshuffled':
          reshuffled(out, t * B, B, drawn + t * B)
          break
        default:
          sampling satisfies never
      }
    }
    return out
  }
}

/** The samplers of a run: that of an arm's `draws`, made when it is first asked for. */
export function createSamplers(n: number, seed: number): (draws: number) => ReturnType<typeof createSampler> {
  const known = new Map<number, ReturnType<typeof createSampler>>()
  return draws => {
    const streams = { batch: ownStream(STREAM.batch, draws), epoch: ownStream(STREAM.epoch, draws) }
    const sampler = known.get(draws) ?? createSampler(n, seed, streams)
    known.set(draws, sampler)
    return sampler
  }
}
