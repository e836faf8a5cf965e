/**
 * Draws from Philox: normal deviates, signs, integers, permutations. Each is a function of (seed, stream, step) alone, see
 * `philox.ts`.
 */

import erfcinv from '@stdlib/math-base-special-erfcinv'
import { mulHigh, philox, type Stream, TWO_32 } from './philox'

const blockWords = new Uint32Array(4)

/** Fills `blockWords` with block `index` of (seed, stream, step). Step may go up to 2^53. */
function block(seed: number, stream: Stream, step: number, index: number): void {
  philox(blockWords, index, step >>> 0, Math.floor(step / TWO_32), stream, seed, 0)
}

/** 52 random bits as a number strictly inside (0, 1). */
function openUnit(high: number, low: number): number {
  return ((high >>> 6) * 0x4000000 + (low >>> 6) + 0.5) / 0x10000000000000
}

/**
 * Standard normal deviates by inversion, z = −√2·erfcinv(2u): only + − × ÷ and √ are used (stdlib's erfcinv is pure
 * JavaScript), so every engine gives the same bits. Entry j depends on (seed, stream, step, offset + j) alone.
 */
export function normals(out: Float64Array, seed: number, stream: Stream, step = 0, offset = 0): Float64Array {
  for (let j = 0; j < out.length; j++) {
    const index = offset + j
    if (j === 0 || (index & 1) === 0) block(seed, stream, step, Math.floor(index / 2))
    const at = (index & 1) * 2
    out[j] = -Math.SQRT2 * erfcinv(2 * openUnit(blockWords[at], blockWords[at + 1]))
  }
  return out
}

/** Bits of a block. */
const BLOCK_BITS = 128

/** Random signs ±1, a bit each: entry j depends on (seed, stream, step, j) alone. */
export function signs(out: Float64Array, seed: number, stream: Stream, step = 0): Float64Array {
  for (let j = 0; j < out.length; j++) {
    if (j % BLOCK_BITS === 0) block(seed, stream, step, j / BLOCK_BITS)
    out[j] = (blockWords[(j >>> 5) & 3] >>> (j & 31)) & 1 ? 1 : -1
  }
  return out
}

/** Integers uniform on {0, …, bound − 1}, unbiased (Lemire's method), written to out[from … from + count). */
export function integersBelow(
  out: Int32Array,
  from: number,
  count: number,
  bound: number,
  seed: number,
  stream: Stream,
  step: number,
): void {
  const threshold = TWO_32 % bound
  for (let j = 0; j < count; j++) {
    if ((j & 3) === 0) block(seed, stream, step, j >>> 2)
    out[from + j] = below(blockWords[j & 3], bound, threshold, j, seed, stream, step)
  }
}

/** Maps a word to {0, …, bound − 1}; a rejected word (probability < bound/2^32) is redrawn from other counters. */
export function below(word: number, bound: number, threshold: number, j: number, seed: number, stream: Stream, step: number): number {
  if (Math.imul(word, bound) >>> 0 >= threshold) return mulHigh(word, bound)
  const redraw = new Uint32Array(4)
  for (let attempt = 0; ; attempt++) {
    philox(redraw, j, step >>> 0, Math.floor(step / TWO_32), stream + 0x100 * (attempt + 1), seed, 0)
    const w = redraw[0]
    if (Math.imul(w, bound) >>> 0 >= threshold) return mulHigh(w, bound)
  }
}

/** A uniform permutation of {0, …, n − 1} (Fisher–Yates), keyed by (seed, stream, step). */
export function permutation(n: number, seed: number, stream: Stream, step: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i)
  drawWithout(order, n, seed, stream, step)
  return order
}

/** Moves `count` uniform draws without replacement to the front of `order`; swaps[j] records the partner of place j. */
export function drawWithout(order: Int32Array, count: number, seed: number, stream: Stream, step: number, swaps?: Int32Array): void {
  const n = order.length
  for (let j = 0; j < count; j++) {
    if ((j & 3) === 0) block(seed, stream, step, j >>> 2)
    const bound = n - j
    const k = j + below(blockWords[j & 3], bound, TWO_32 % bound, j, seed, stream, step)
    if (swaps) swaps[j] = k
    const t = order[j]
    order[j] = order[k]
    order[k] = t
  }
}
