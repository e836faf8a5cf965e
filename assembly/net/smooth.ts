import { deficit, fromDeficit, slopeFromDeficit } from './single'
import { expAbove, log1p, normalCdf, tanh } from './special'

// The smooth activations. All but tanh are computed in float64 also where the numbers are float32, and are then as exact as float32 can be.
export const TANH: u32 = 0
export const GELU: u32 = 1
export const SOFTPLUS: u32 = 2

/** What value, slope and bend share: tanh z, e^(−z²/2), e^(−|z|). */
// @ts-ignore: decorator
@inline
function common(kind: u32, z: v128): v128 {
  if (kind == TANH) return tanh(z)
  if (kind == GELU) return expAbove(f64x2.mul(f64x2.mul(f64x2.splat(-0.5), z), z))
  return expAbove(f64x2.neg(f64x2.abs(z)))
}

/** What value and slope share besides: Φ(z) of gelu. */
// @ts-ignore: decorator
@inline
function further(kind: u32, z: v128, t: v128): v128 {
  return kind == GELU ? normalCdf(z, t) : t
}

// @ts-ignore: decorator
@inline
function value(kind: u32, z: v128, t: v128, below: v128): v128 {
  if (kind == TANH) return t
  if (kind == GELU) return f64x2.mul(z, below)
  return f64x2.add(f64x2.max(z, f64x2.splat(0)), log1p(t))
}

// @ts-ignore: decorator
@inline
function slope(kind: u32, z: v128, t: v128, below: v128): v128 {
  if (kind == TANH) return f64x2.mul(f64x2.sub(f64x2.splat(1), t), f64x2.add(f64x2.splat(1), t))
  if (kind == GELU) return f64x2.add(below, f64x2.mul(z, f64x2.mul(f64x2.splat(0.3989422804014327), t)))
  return sigmoid(z, t)
}

// @ts-ignore: decorator
@inline
function sigmoid(z: v128, t: v128): v128 {
  const over = v128.bitselect(t, f64x2.splat(1), f64x2.lt(z, f64x2.splat(0)))
  return f64x2.div(over, f64x2.add(f64x2.splat(1), t))
}

// @ts-ignore: decorator
@inline
function second(kind: u32, z: v128, t: v128): v128 {
  if (kind == TANH) {
    const first = f64x2.mul(f64x2.mul(f64x2.splat(-2), t), f64x2.sub(f64x2.splat(1), t))
    return f64x2.mul(first, f64x2.add(f64x2.splat(1), t))
  }
  if (kind == GELU) return f64x2.mul(f64x2.mul(f64x2.splat(0.3989422804014327), t), f64x2.sub(f64x2.splat(2), f64x2.mul(z, z)))
  const s = sigmoid(z, t)
  return f64x2.mul(s, f64x2.sub(f64x2.splat(1), s))
}

/** Where the exponential leaves the range of exp and is not lost beside larger numbers. */
// @ts-ignore: decorator
@inline
function extreme(kind: u32, z: v128): v128 {
  if (kind == TANH) return f64x2.splat(0)
  if (kind == GELU) return f64x2.ge(f64x2.abs(z), f64x2.splat(37.38))
  return f64x2.ge(f64x2.abs(z), f64x2.splat(699))
}

/** Two float64 from the two float32 in the upper half. */
// @ts-ignore: decorator
@inline
function upper(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f64>(x, x, 1, 1))
}

/** Four float32 from two and two float64. */
// @ts-ignore: decorator
@inline
function joined(lo: v128, hi: v128): v128 {
  return v128.shuffle<f64>(f32x4.demote_f64x2_zero(lo), f32x4.demote_f64x2_zero(hi), 0, 2)
}

// @ts-ignore: decorator
@inline
function activate<T>(kind: u32, z: usize, bytes: usize, a: usize, slopes: usize): bool {
  let bad = i64x2.splat(0)
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(z + k)
    if (sizeof<T>() == 8) {
      const t = common(kind, x)
      const b = further(kind, x, t)
      v128.store(a + k, value(kind, x, t, b))
      if (slopes) v128.store(slopes + k, slope(kind, x, t, b))
      bad = v128.or(bad, extreme(kind, x))
    } else if (kind == TANH) {
      const w = deficit(x)
      v128.store(a + k, fromDeficit(x, w))
      if (slopes) v128.store(slopes + k, slopeFromDeficit(w))
    } else {
      const lo = f64x2.promote_low_f32x4(x), hi = upper(x)
      const t = common(kind, lo), u = common(kind, hi)
      const b = further(kind, lo, t), d = further(kind, hi, u)
      v128.store(a + k, joined(value(kind, lo, t, b), value(kind, hi, u, d)))
      if (slopes) v128.store(slopes + k, joined(slope(kind, lo, t, b), slope(kind, hi, u, d)))
    }
  }
  return !v128.any_true(bad)
}

// @ts-ignore: decorator
@inline
function curve<T>(kind: u32, z: usize, bytes: usize, to: usize): bool {
  let bad = i64x2.splat(0)
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(z + k)
    if (sizeof<T>() == 8) {
      v128.store(to + k, second(kind, x, common(kind, x)))
      bad = v128.or(bad, extreme(kind, x))
    } else {
      const lo = f64x2.promote_low_f32x4(x), hi = upper(x)
      v128.store(to + k, joined(second(kind, lo, common(kind, lo)), second(kind, hi, common(kind, hi))))
    }
  }
  return !v128.any_true(bad)
}

/** a ← φ(z), and its slopes unless `slopes` is 0; false where a number is so large that the bits may differ. */
export function smooth<T>(kind: u32, z: usize, bytes: usize, a: usize, slopes: usize): bool {
  if (kind == TANH) return activate<T>(TANH, z, bytes, a, slopes)
  if (kind == GELU) return activate<T>(GELU, z, bytes, a, slopes)
  return activate<T>(SOFTPLUS, z, bytes, a, slopes)
}

/** to ← φ''(z); false where a number is so large that the bits may differ. */
export function bend<T>(kind: u32, z: usize, bytes: usize, to: usize): bool {
  if (kind == TANH) return curve<T>(TANH, z, bytes, to)
  if (kind == GELU) return curve<T>(GELU, z, bytes, to)
  return curve<T>(SOFTPLUS, z, bytes, to)
}
