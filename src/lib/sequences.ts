/** Endless sequences of draws, one for each index: entry q of one can be recomputed at any time. */

import { philox, type Stream, TWO_32 } from './philox'
import { below } from './random'

/**
 * Numbers from, from + 1, … of the endless sequence of integers on {0, …, bound − 1} that belongs to `index`: number q is made of
 * word q mod 4 of block (index, step ⌊q/4⌋); where that word is rejected, of block (index, step q) of the streams for redraws.
 */
export function integersFrom(out: Int32Array, from: number, bound: number, seed: number, stream: Stream, index: number): void {
  const threshold = TWO_32 % bound
  const words = new Uint32Array(4)
  for (let j = 0; j < out.length; j++) {
    const q = from + j
    const block = Math.floor(q / 4)
    if (j === 0 || q % 4 === 0) philox(words, index, block >>> 0, Math.floor(block / TWO_32), stream, seed, 0)
    out[j] = below(words[q % 4], bound, threshold, index, seed, stream, q)
  }
}
