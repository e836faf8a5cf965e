import { firstWord, fourBlocks, highs, lows } from '../philox'
import { draws, n, seed, stream } from './problem'

/** Draws `count` sample numbers of one replica from its draw `first` on; returns where the first stands. */
export function drawBatch(replica: u32, first: u64, count: u32): usize {
  const at = draws + (<usize>(first & 3) << 2)
  const end = at + ((<usize>count) << 2)
  const threshold = <u32>((<u64>1 << 32) % <u64>n)
  let q = first & ~3
  for (let word = draws; word < end; word += 64) {
    fourBlocks(word, replica, q >> 2, stream, seed)
    for (let four = word; four < word + 64; four += 16) {
      mapped(four, replica, q, threshold)
      q += 4
    }
  }
  return at
}

/** Four words, those of draws q to q + 3, as sample numbers by Lemire's method. */
// @ts-ignore: decorator
@inline
function mapped(four: usize, replica: u32, q: u64, threshold: u32): void {
  const words = v128.load(four)
  const samples = i32x4.splat(n)
  const low = i64x2.extmul_low_i32x4_u(words, samples)
  const high = i64x2.extmul_high_i32x4_u(words, samples)
  v128.store(four, highs(low, high))
  const rejected = i32x4.lt_u(lows(low, high), i32x4.splat(threshold))
  if (!v128.any_true(rejected)) return
  for (let k: u32 = 0; k < 4; k++) {
    const word = four + (<usize>k << 2)
    if (((i32x4.bitmask(rejected) >> k) & 1) != 0) store<u32>(word, another(replica, q + k, threshold))
  }
}

/** A rejected word is drawn anew from counters of its own. */
function another(replica: u32, q: u64, threshold: u32): u32 {
  let product: u64 = 0
  let attempt: u32 = 1
  do {
    product = <u64>firstWord(replica, q, stream + 0x100 * attempt, seed) * <u64>n
    attempt++
  } while (<u32>product < threshold)
  return <u32>(product >> 32)
}
