/** Residuals and parameters beyond this size count as overflow (OVERFLOW.f64 of the interface). */
export const LIMIT: f64 = 1e150
/** OVERFLOW.f32. */
export const F32_LIMIT: f64 = 1e15

/** Bits of |x|: ordered like |x| for numbers, and above every number for infinities and NaN. */
// @ts-ignore: decorator
@inline
export function sizeBits(x: f64): u64 {
  return reinterpret<u64>(x) & 0x7fffffffffffffff
}

/** True when x is a number of size at most LIMIT. */
// @ts-ignore: decorator
@inline
export function fits(x: f64): bool {
  return sizeBits(x) <= reinterpret<u64>(LIMIT)
}

/** max |x| over bytes/8 doubles; NaN if one is NaN. */
export function maxAbs(x: usize, bytes: usize): f64 {
  let max: u64 = 0
  for (let k: usize = 0; k < bytes; k += 8) {
    const size = sizeBits(load<f64>(x + k))
    if (size > max) max = size
  }
  return reinterpret<f64>(max)
}

// @ts-ignore: decorator
@inline
export function hsum(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1)
}

// @ts-ignore: decorator
@inline
export function madd(sum: v128, a: v128, b: v128): v128 {
  return f64x2.add(sum, f64x2.mul(a, b))
}
