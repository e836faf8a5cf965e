// Two numbers of either precision as float64.

// @ts-ignore: decorator
@inline
export function get<T>(at: usize): v128 {
  return sizeof<T>() == 8 ? v128.load(at) : f64x2.promote_low_f32x4(v128.load64_zero(at))
}

/** Stores x and returns what stands there. */
// @ts-ignore: decorator
@inline
export function set<T>(at: usize, x: v128): v128 {
  if (sizeof<T>() == 8) {
    v128.store(at, x)
    return x
  }
  const rounded = f32x4.demote_f64x2_zero(x)
  v128.store64_lane(at, rounded, 0)
  return f64x2.promote_low_f32x4(rounded)
}

/** Two float64 from the two float32 in the upper half. */
// @ts-ignore: decorator
@inline
export function upper(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f64>(x, x, 1, 1))
}

/** Four float32 from two and two float64. */
// @ts-ignore: decorator
@inline
export function joined(lo: v128, hi: v128): v128 {
  return v128.shuffle<f64>(f32x4.demote_f64x2_zero(lo), f32x4.demote_f64x2_zero(hi), 0, 2)
}
