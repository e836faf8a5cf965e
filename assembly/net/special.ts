// exp, tanh, ln and the normal distribution on two float64 at a time, with the bits of lib/special.ts. Constants are loaded from
// memory: engines build a vector constant anew, in several instructions, wherever it stands.

// Numbers that all functions need.
const NUMBERS: usize = memory.data<f64>([-0.0, 0.5, 1, 2, 4, -2, 0.3333333333333333, 0.7071067811865476, -0.5])
const SIGN: u32 = 0, HALF: u32 = 1, ONE: u32 = 2, TWO: u32 = 3, FOUR: u32 = 4, THIRD: u32 = 6, ROOT_HALF: u32 = 7
export const MINUS_TWO: u32 = 5, MINUS_HALF: u32 = 8
// log2 e, ln 2 in two parts, 1.5·2^52 + 1023, where e^x is 1 + x, the least argument; then the polynomial.
const EXP: usize = memory.data<f64>([
  1.4426950408889634, 0.6931471803691238, 1.9082149292705877e-10, 6755399441056767, 3.725290298461914e-9, -699,
  0.16666666666666602, -0.0027777777777015593, 0.00006613756321437934, -0.0000016533902205465252, 4.1381367970572385e-8,
])
// The continued fraction of tanh: numerator, denominator.
const TANH: usize = memory.data<f64>([2027025, 270270, 6930, 36, 2027025, 945945, 51975, 630])
// Bits of the arguments between which FreeBSD's e_log.c chooses; its two polynomials.
const BOUNDS: usize = memory.data<u64>([0x3ff6a09c00000000, 0x3ff6147a00000000, 0x3ff6b85200000000, 0x3ff0000100000000, 0x3ffffffe00000000])
const LN: usize = memory.data<f64>([
  0.3999999999940942, 0.22222198432149784, 0.15313837699209373,
  0.6666666666666735, 0.2857142874366239, 0.1818357216161805, 0.14798198605116586,
])
// The Chebyshev series of lib/special.ts, from the last term on.
const SERIES: usize = memory.data<f64>([
  -5.3406159129172215e-18, 4.562635161648609e-18, 1.4393082516699158e-16, -6.328782253402399e-17, -4.117339537584291e-15,
  -2.1146910690726485e-15, 1.212767590589414e-13, 2.6158087658240987e-13, -3.392130687699649e-12, -1.703489843680389e-11,
  6.872156425802938e-11, 8.633411694999944e-10, 9.479917565205342e-10, -3.029176773599242e-8, -2.1747767703449407e-7,
  -1.198871375841219e-7, 9.728545951990151e-6, 0.00010340451975756189, 0.000682254183283808, 0.003443493262717524,
  0.014227107557117175, 0.049571317930027586, 0.14758035457222363, 0.37635823567636745, 0.8160489390982629,
])
const TERMS: usize = 25

/** Entry i of a table, twice. */
// @ts-ignore: decorator
@inline
function at(table: usize, i: u32): v128 {
  return v128.load64_splat(table + ((<usize>i) << 3))
}

/** A number of NUMBERS. */
// @ts-ignore: decorator
@inline
export function c(i: u32): v128 {
  return at(NUMBERS, i)
}

/** Entry i of a table + x·y. */
// @ts-ignore: decorator
@inline
function axpy(x: v128, y: v128, table: usize, i: u32): v128 {
  return f64x2.add(at(table, i), f64x2.mul(x, y))
}

/** Which multiple k of ln 2 is near x, for −700 < x < 700. */
// @ts-ignore: decorator
@inline
export function multiple(x: v128): v128 {
  const half = v128.or(v128.and(x, c(SIGN)), c(HALF))
  return f64x2.trunc(f64x2.add(f64x2.mul(at(EXP, 0), x), half))
}

/** What e^x makes of the rest r = x − k·ln 2: r less its polynomial. */
// @ts-ignore: decorator
@inline
export function reduced(x: v128, k: v128): v128 {
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(k, at(EXP, 1))), f64x2.mul(k, at(EXP, 2)))
  const t = f64x2.mul(r, r)
  const p = axpy(t, axpy(t, axpy(t, axpy(t, at(EXP, 10), EXP, 9), EXP, 8), EXP, 7), EXP, 6)
  return f64x2.sub(r, f64x2.mul(t, p))
}

/** e^x from k and what `reduced` gave. */
// @ts-ignore: decorator
@inline
export function exponential(x: v128, k: v128, q: v128): v128 {
  const hi = f64x2.sub(x, f64x2.mul(k, at(EXP, 1)))
  const lo = f64x2.mul(k, at(EXP, 2))
  const r = f64x2.sub(hi, lo)
  const y = f64x2.sub(c(ONE), f64x2.sub(f64x2.sub(lo, f64x2.div(f64x2.mul(r, q), f64x2.sub(c(TWO), q))), hi))
  // The last bits of k + 1023 + 1.5·2^52 are the exponent of 2^k.
  const power = i64x2.shl(f64x2.add(k, at(EXP, 3)), 52)
  const small = f64x2.lt(f64x2.abs(x), at(EXP, 4))
  return v128.bitselect(f64x2.add(c(ONE), x), f64x2.mul(y, power), small)
}

/** x, or −699 where it is below. */
// @ts-ignore: decorator
@inline
export function above(x: v128): v128 {
  return f64x2.pmax(x, at(EXP, 5))
}

/** tanh z, given t = e^(−2|z|). */
// @ts-ignore: decorator
@inline
export function tanh(z: v128, t: v128): v128 {
  const s = f64x2.mul(z, z)
  const near = f64x2.lt(f64x2.abs(z), c(HALF))
  const over = f64x2.mul(z, axpy(s, axpy(s, axpy(s, at(TANH, 3), TANH, 2), TANH, 1), TANH, 0))
  const under = axpy(s, axpy(s, axpy(s, f64x2.add(at(TANH, 7), s), TANH, 6), TANH, 5), TANH, 4)
  const size = f64x2.div(v128.bitselect(over, f64x2.sub(c(ONE), t), near), v128.bitselect(under, f64x2.add(c(ONE), t), near))
  return v128.xor(size, v128.andnot(v128.and(z, c(SIGN)), near))
}

/** ln u for 1 ≤ u ≤ 2: FreeBSD's e_log.c, as in stdlib. */
// @ts-ignore: decorator
@inline
function ln(u: v128): v128 {
  const halved = f64x2.ge(u, at(BOUNDS, 0))
  const f = f64x2.sub(v128.bitselect(f64x2.mul(c(HALF), u), u, halved), c(ONE))
  const hi = v128.and(halved, at(EXP, 1))
  const lo = v128.and(halved, at(EXP, 2))
  const s = f64x2.div(f, f64x2.add(c(TWO), f))
  const z = f64x2.mul(s, s)
  const w = f64x2.mul(z, z)
  const p = f64x2.mul(w, axpy(w, axpy(w, at(LN, 2), LN, 1), LN, 0))
  const q = f64x2.mul(z, axpy(w, axpy(w, axpy(w, at(LN, 6), LN, 5), LN, 4), LN, 3))
  const R = f64x2.add(q, p)
  const square = f64x2.mul(f64x2.mul(c(HALF), f), f)
  const middle = f64x2.sub(square, f64x2.add(f64x2.mul(s, f64x2.add(square, R)), lo))
  const outer = f64x2.sub(f64x2.mul(s, f64x2.sub(f, R)), lo)
  const edge = f64x2.sub(f64x2.mul(f64x2.mul(f, f), f64x2.sub(c(HALF), f64x2.mul(c(THIRD), f))), lo)
  const inside = v128.and(f64x2.ge(u, at(BOUNDS, 1)), f64x2.lt(u, at(BOUNDS, 2)))
  const inner = v128.and(f64x2.ge(u, at(BOUNDS, 3)), f64x2.lt(u, at(BOUNDS, 4)))
  const part = v128.bitselect(v128.bitselect(middle, outer, inside), edge, inner)
  return f64x2.sub(hi, f64x2.sub(part, f))
}

/** ln(1 + t) for 0 ≤ t ≤ 1. */
// @ts-ignore: decorator
@inline
export function log1p(t: v128): v128 {
  const u = f64x2.add(c(ONE), t)
  const above = f64x2.div(f64x2.mul(ln(u), t), f64x2.sub(u, c(ONE)))
  return v128.bitselect(t, above, f64x2.eq(u, c(ONE)))
}

/** Φ(z), given e = e^(−z²/2). */
// @ts-ignore: decorator
@inline
export function normalCdf(z: v128, e: v128): v128 {
  const t = f64x2.div(c(FOUR), f64x2.add(c(FOUR), f64x2.mul(f64x2.abs(z), c(ROOT_HALF))))
  const u = f64x2.sub(f64x2.mul(c(FOUR), t), c(TWO))
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  for (let at = SERIES; at < SERIES + 8 * (TERMS - 1); at += 16) {
    a = f64x2.add(f64x2.sub(f64x2.mul(u, b), a), v128.load64_splat(at))
    b = f64x2.add(f64x2.sub(f64x2.mul(u, a), b), v128.load64_splat(at, 8))
  }
  const h = f64x2.sub(f64x2.mul(c(HALF), f64x2.add(f64x2.mul(u, b), v128.load64_splat(SERIES + 8 * (TERMS - 1)))), a)
  const tail = f64x2.mul(f64x2.mul(f64x2.mul(c(HALF), e), t), h)
  return v128.bitselect(tail, f64x2.sub(c(ONE), tail), f64x2.lt(z, f64x2.splat(0)))
}
