import { sizeBits } from '../numbers'
import { E, width } from './problem'

/** 2^k for −1022 ≤ k ≤ 1023; 0 below and infinity above. */
// @ts-ignore: decorator
@inline
export function power(k: i32): f64 {
  if (k < -1022) return 0
  if (k > 1023) return Infinity
  return reinterpret<f64>(<u64>(k + 1023) << 52)
}

/** A state is looked at before every step divisible by this and one more. In float32 four steps may multiply it by 2^110. */
// @ts-ignore: decorator
@inline
export function between<T>(): u64 {
  return sizeof<T>() == 8 ? 7 : 3
}

/** The size of the largest entry, as a number; NaN if one is. */
// @ts-ignore: decorator
@inline
function largestOf<T>(w: usize): f64 {
  if (sizeof<T>() == 8) {
    let size: u64 = 0
    for (let k: usize = 0; k < width; k += 8) {
      const bits = sizeBits(load<f64>(w + k))
      if (bits > size) size = bits
    }
    return reinterpret<f64>(size)
  }
  const magnitude = i32x4.splat(0x7fffffff)
  let size = i32x4.splat(0)
  for (let k: usize = 0; k < width; k += 16) size = i32x4.max_u(size, v128.and(v128.load(w + k), magnitude))
  const pairs = i32x4.max_u(size, v128.shuffle<i32>(size, size, 2, 3, 0, 1))
  return <f64>reinterpret<f32>(max(<u32>i32x4.extract_lane(pairs, 0), <u32>i32x4.extract_lane(pairs, 1)))
}

/** Brings a state whose largest entry left sizes far within the range of T back to [1, 2) by an exact power of two. */
export function rescale<T>(w: usize, exponent: usize): void {
  const large = sizeof<T>() == 8 ? 1e100 : 65536.0
  const tiny = sizeof<T>() == 8 ? 1e-300 : 1.2e-38
  const largest = largestOf<T>(w)
  const held = load<i32>(exponent)
  const far = (largest > large && largest < Infinity) || (largest < 1 / large && largest >= tiny)
  if (!far) return
  let k = max(-1022, min(1022, <i32>(sizeBits(largest) >> 52) - 1023))
  // Beside residuals that stay, a state is never written larger than it is.
  if (E != 0) k = max(k, -held)
  if (k == 0) return
  const factor = v128.splat<T>(<T>power(-k))
  for (let j: usize = 0; j < width; j += 16) v128.store(w + j, v128.mul<T>(v128.load(w + j), factor))
  store<i32>(exponent, held + k)
}
