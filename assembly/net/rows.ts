// Sums over the rows of matrices, in float64 whatever their precision.

import { madd } from '../numbers'
import { get } from './pairs'

/** Σ_j w_j a_j b_j, or Σ_j w_j a_j where b is 0: four sums over j mod 4, added as (0 + 2) + (1 + 3), then the last j in order. */
// @ts-ignore: decorator
@inline
function weighted<T>(a: usize, b: usize, w: usize, count: u32): f64 {
  let lo = f64x2.splat(0), hi = f64x2.splat(0)
  let j: u32 = 0
  for (; j + 4 <= count; j += 4) {
    let x = get<T>(a), y = high<T>(a)
    if (b) {
      x = f64x2.mul(x, get<T>(b))
      y = f64x2.mul(y, high<T>(b))
      b += 4 * sizeof<T>()
    }
    lo = madd(lo, x, v128.load(w))
    hi = madd(hi, y, v128.load(w, 16))
    a += 4 * sizeof<T>()
    w += 32
  }
  const sums = f64x2.add(lo, hi)
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)
  for (; j < count; j++) {
    let x = <f64>load<T>(a)
    if (b) {
      x *= <f64>load<T>(b)
      b += sizeof<T>()
    }
    sum += x * load<f64>(w)
    a += sizeof<T>()
    w += 8
  }
  return sum
}

// @ts-ignore: decorator
@inline
function high<T>(x: usize): v128 {
  return sizeof<T>() == 8 ? v128.load(x, 16) : f64x2.promote_low_f32x4(v128.load64_zero(x, 8))
}

/** The sum of every row of A∘B, or of A where B is 0, weighted by w (float64); rows begin `ld` bytes apart. */
export function rowSums<T>(A: usize, B: usize, ld: usize, rows: u32, columns: u32, w: usize, to: usize): void {
  for (let i: u32 = 0; i < rows; i++) {
    store<f64>(to, weighted<T>(A, B, w, columns))
    A += ld
    if (B) B += ld
    to += 8
  }
}
