// What the search for leading eigenpairs is made of: a basis in groups of four vectors of n float64 each, entry (i, c) of a group
// 32i + 8c bytes behind its beginning, and a symmetric matrix in either precision. All sums are float64.

import { madd } from '../numbers'

/** Four vectors. */
const FOURS: usize = 32

// @ts-ignore: decorator
@inline
function splat<T>(x: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(x) : f64x2.promote_low_f32x4(v128.load32_splat(x))
}

/** The four rows of C at c, 32 bytes apart, ← Σ_k x_k ⊗ y_k: the numbers at a, b, e, f, `step` bytes on for each k, times fours at y. */
// @ts-ignore: decorator
@inline
function tile<T>(a: usize, b: usize, e: usize, f: usize, step: usize, y: usize, end: usize, c: usize): void {
  let p0 = f64x2.splat(0), q0 = f64x2.splat(0), p1 = f64x2.splat(0), q1 = f64x2.splat(0)
  let p2 = f64x2.splat(0), q2 = f64x2.splat(0), p3 = f64x2.splat(0), q3 = f64x2.splat(0)
  for (let k: usize = 0; y < end; k += step) {
    const u = v128.load(y), v = v128.load(y, 16)
    y += FOURS
    const x0 = splat<T>(a + k)
    p0 = madd(p0, x0, u)
    q0 = madd(q0, x0, v)
    const x1 = splat<T>(b + k)
    p1 = madd(p1, x1, u)
    q1 = madd(q1, x1, v)
    const x2 = splat<T>(e + k)
    p2 = madd(p2, x2, u)
    q2 = madd(q2, x2, v)
    const x3 = splat<T>(f + k)
    p3 = madd(p3, x3, u)
    q3 = madd(q3, x3, v)
  }
  v128.store(c, p0)
  v128.store(c, q0, 16)
  v128.store(c, p1, 32)
  v128.store(c, q1, 48)
  v128.store(c, p2, 64)
  v128.store(c, q2, 80)
  v128.store(c, p3, 96)
  v128.store(c, q3, 112)
}

/** Y = A X for four vectors X of A's n rows, which begin `ld` bytes apart; A and Y have room for whole fours of rows. */
export function timesFour<T>(A: usize, ld: usize, n: u32, x: usize, y: usize): void {
  const end = x + (<usize>n) * FOURS
  for (let i: u32 = 0; i < n; i += 4) {
    tile<T>(A, A + ld, A + 2 * ld, A + 3 * ld, sizeof<T>(), x, end, y)
    A += 4 * ld
    y += 4 * FOURS
  }
}

/** H = QᵀW for `groups` groups of Q, `pitch` bytes apart: four rows of four for each. */
export function innerFours(Q: usize, pitch: usize, groups: u32, n: u32, W: usize, H: usize): void {
  const end = W + (<usize>n) * FOURS
  for (let g: u32 = 0; g < groups; g++) {
    tile<f64>(Q, Q + 8, Q + 16, Q + 24, FOURS, W, end, H)
    Q += pitch
    H += 4 * FOURS
  }
}

/** W ← W − QH. */
export function subtractFours(Q: usize, pitch: usize, groups: u32, n: u32, W: usize, H: usize): void {
  const end = W + (<usize>n) * FOURS
  for (let g: u32 = 0; g < groups; g++) {
    const h0 = v128.load(H), g0 = v128.load(H, 16), h1 = v128.load(H, 32), g1 = v128.load(H, 48)
    const h2 = v128.load(H, 64), g2 = v128.load(H, 80), h3 = v128.load(H, 96), g3 = v128.load(H, 112)
    let q = Q
    for (let w = W; w < end; w += FOURS) {
      const x0 = v128.load64_splat(q), x1 = v128.load64_splat(q, 8), x2 = v128.load64_splat(q, 16), x3 = v128.load64_splat(q, 24)
      q += FOURS
      const lo = madd(madd(madd(f64x2.mul(x0, h0), x1, h1), x2, h2), x3, h3)
      const hi = madd(madd(madd(f64x2.mul(x0, g0), x1, g1), x2, g2), x3, g3)
      v128.store(w, f64x2.sub(v128.load(w), lo))
      v128.store(w, f64x2.sub(v128.load(w, 16), hi), 16)
    }
    Q += pitch
    H += 4 * FOURS
  }
}

// @ts-ignore: decorator
@inline
function inner(x: usize, y: usize, bytes: usize): f64 {
  let sum: f64 = 0
  for (let k: usize = 0; k < bytes; k += FOURS) sum += load<f64>(x + k) * load<f64>(y + k)
  return sum
}

/**
 * W = V R with orthonormal vectors V written over W, R (4×4, upper triangular) at `R`: Gram–Schmidt, twice. A vector of which no
 * more than `least` is left becomes zero.
 */
export function orthonormalize(W: usize, n: u32, R: usize, least: f64): void {
  const bytes = (<usize>n) * FOURS
  for (let c: usize = 0; c < FOURS; c += 8) {
    const w = W + c
    for (let p: usize = 0; p < FOURS; p += 8) store<f64>(R + 4 * p + c, 0)
    for (let pass = 0; pass < 2; pass++)
      for (let p: usize = 0; p < c; p += 8) {
        const part = inner(W + p, w, bytes)
        for (let k: usize = 0; k < bytes; k += FOURS) store<f64>(w + k, load<f64>(w + k) - part * load<f64>(W + p + k))
        store<f64>(R + 4 * p + c, load<f64>(R + 4 * p + c) + part)
      }
    const size = sqrt(inner(w, w, bytes))
    const kept = size > least
    store<f64>(R + 4 * c + c, kept ? size : 0)
    const by = kept ? 1 / size : 0
    for (let k: usize = 0; k < bytes; k += FOURS) store<f64>(w + k, by * load<f64>(w + k))
  }
}
