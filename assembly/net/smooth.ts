import { joined, upper } from './pairs'
import { deficit, fromDeficit, slopeFromDeficit } from './single'
import { above, c, exponential, log1p, MINUS_HALF, MINUS_TWO, multiple, normalCdf, reduced, tanh } from './special'

// The smooth activations. All but tanh are computed in float64 also where the numbers are float32, and are then as exact as float32 can be.
export const TANH: u32 = 0
export const GELU: u32 = 1
export const SOFTPLUS: u32 = 2

/** Of which value, slope and bend need the exponential: −2|z|, −z²/2, −|z|; what is below −699 counts as −699. */
// @ts-ignore: decorator
@inline
function exponent(kind: u32, z: v128): v128 {
  if (kind == TANH) return above(f64x2.mul(c(MINUS_TWO), f64x2.abs(z)))
  if (kind == GELU) return above(f64x2.mul(f64x2.mul(c(MINUS_HALF), z), z))
  return above(f64x2.neg(f64x2.abs(z)))
}

/** What they make of it: tanh z, or the exponential itself. */
// @ts-ignore: decorator
@inline
function common(kind: u32, z: v128, e: v128): v128 {
  return kind == TANH ? tanh(z, e) : e
}

// @ts-ignore: decorator
@inline
function direct(kind: u32, z: v128): v128 {
  const x = exponent(kind, z)
  const k = multiple(x)
  return common(kind, z, exponential(x, k, reduced(x, k)))
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

/** Bytes that are worked on at a time: in several short passes, for in one each operation would wait for the one before. */
const PART: usize = 1024
const MULTIPLES: usize = memory.data(1024, 16)
const EXPONENTIALS: usize = memory.data(1024, 16)

// @ts-ignore: decorator
@inline
function activate64(kind: u32, z: usize, bytes: usize, a: usize, slopes: usize): bool {
  let bad = i64x2.splat(0)
  for (let from: usize = 0; from < bytes; from += PART) {
    const part = min(PART, bytes - from)
    const x = z + from
    for (let k: usize = 0; k < part; k += 16) v128.store(MULTIPLES + k, multiple(exponent(kind, v128.load(x + k))))
    for (let k: usize = 0; k < part; k += 16)
      v128.store(EXPONENTIALS + k, reduced(exponent(kind, v128.load(x + k)), v128.load(MULTIPLES + k)))
    for (let k: usize = 0; k < part; k += 16)
      v128.store(EXPONENTIALS + k, exponential(exponent(kind, v128.load(x + k)), v128.load(MULTIPLES + k), v128.load(EXPONENTIALS + k)))
    for (let k: usize = 0; k < part; k += 16) {
      const u = v128.load(x + k)
      const t = common(kind, u, v128.load(EXPONENTIALS + k))
      const b = further(kind, u, t)
      v128.store(a + from + k, value(kind, u, t, b))
      if (slopes) v128.store(slopes + from + k, slope(kind, u, t, b))
      bad = v128.or(bad, extreme(kind, u))
    }
  }
  return !v128.any_true(bad)
}

// @ts-ignore: decorator
@inline
function activate32(kind: u32, z: usize, bytes: usize, a: usize, slopes: usize): bool {
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(z + k)
    if (kind == TANH) {
      const w = deficit(x)
      v128.store(a + k, fromDeficit(x, w))
      if (slopes) v128.store(slopes + k, slopeFromDeficit(w))
    } else {
      const lo = f64x2.promote_low_f32x4(x), hi = upper(x)
      const t = direct(kind, lo), u = direct(kind, hi)
      const b = further(kind, lo, t), d = further(kind, hi, u)
      v128.store(a + k, joined(value(kind, lo, t, b), value(kind, hi, u, d)))
      if (slopes) v128.store(slopes + k, joined(slope(kind, lo, t, b), slope(kind, hi, u, d)))
    }
  }
  return true
}

// @ts-ignore: decorator
@inline
function activate<T>(kind: u32, z: usize, bytes: usize, a: usize, slopes: usize): bool {
  return sizeof<T>() == 8 ? activate64(kind, z, bytes, a, slopes) : activate32(kind, z, bytes, a, slopes)
}

// @ts-ignore: decorator
@inline
function curve<T>(kind: u32, z: usize, bytes: usize, to: usize): bool {
  let bad = i64x2.splat(0)
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(z + k)
    if (sizeof<T>() == 8) {
      v128.store(to + k, second(kind, x, direct(kind, x)))
      bad = v128.or(bad, extreme(kind, x))
    } else {
      const lo = f64x2.promote_low_f32x4(x), hi = upper(x)
      v128.store(to + k, joined(second(kind, lo, direct(kind, lo)), second(kind, hi, direct(kind, hi))))
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
