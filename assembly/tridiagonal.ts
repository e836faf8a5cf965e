import { macro, packCols } from './gemm'
import { hsum, madd } from './numbers'
import { blend, clear, inner, subtractTwo } from './vectors'

/** Reflectors per block. */
export const BLOCK: u32 = 32

// After scaling the largest entry is near 1; what is dropped below this square is far under rounding.
const TINY: f64 = 1e-280

// @ts-ignore: decorator
@inline
function at(x: usize, i: u32): usize {
  return x + ((<usize>i) << 3)
}

/**
 * Householder tridiagonalization QᵀAQ of the upper triangle of A (rows `ld` bytes apart, zero-padded to fours), blocked: within a
 * block of 32 the trailing matrix stays as it is, and its rank-64 update is one matrix product. Leaves the diagonal in d, the
 * superdiagonal in e, reflector k (I − τ_k v vᵀ, v from column k + 1 on) in row k of A.
 * `panel` has room for 3·32 rows of ld bytes, `left` and `right` for packed operands of n × 64, `minus` holds 64 times −1.
 */
export function tridiagonalize(
  a: usize, ld: usize, n: u32, d: usize, e: usize, tau: usize, panel: usize, left: usize, right: usize, minus: usize,
): void {
  const end = (((<usize>n) + 3) & ~3) << 3
  const W = panel + (<usize>BLOCK) * ld
  for (let k0: u32 = 0; k0 < n; k0 += BLOCK) {
    const count = min(BLOCK, n - k0)
    for (let j: u32 = 0; j < count; j++) {
      const k = k0 + j
      const row = a + (<usize>k) * ld
      const v = panel + (<usize>j) * ld
      const w = W + (<usize>j) * ld
      const begin = ((<usize>k) & ~3) << 3
      for (let i: u32 = 0; i < j; i++) {
        const vi = panel + (<usize>i) * ld
        const wi = W + (<usize>i) * ld
        subtractTwo(row, load<f64>(at(vi, k)), wi, load<f64>(at(wi, k)), vi, begin, end)
      }
      store<f64>(at(d, k), load<f64>(at(row, k)))
      clear(v, ((<usize>k0) << 3), end)
      clear(w, ((<usize>k0) << 3), end)
      const t = k + 1 < n ? reflect(row, v, k, n, e) : 0
      store<f64>(at(tau, k), t)
      if (t == 0) continue
      symv(a, ld, k, n, v, w)
      for (let i: u32 = 0; i < j; i++) {
        const vi = panel + (<usize>i) * ld
        const wi = W + (<usize>i) * ld
        subtractTwo(w, inner(wi, v, begin, end), vi, inner(vi, v, begin, end), wi, begin, end)
      }
      for (let i = (k & ~3); i <= k; i++) store<f64>(at(w, i), 0)
      blend(w, t, v, -0.5 * t * t * inner(w, v, begin, end), begin, end)
    }
    const next = k0 + BLOCK
    if (next >= n) break
    const offset = (<usize>next) << 3
    const V2 = W + (<usize>BLOCK) * ld
    for (let j: u32 = 0; j < BLOCK; j++) {
      for (let x = offset; x < end; x += 16) v128.store(V2 + (<usize>j) * ld + x, v128.load(panel + (<usize>j) * ld + x))
    }
    const fours = ((n - next) + 3) >> 2
    packCols(panel + offset, ld, n - next, 2 * BLOCK, minus, left)
    packCols(W + offset, ld, n - next, 2 * BLOCK, 0, right)
    macro(left, right, a + (<usize>next) * ld + offset, ld, fours, fours, 2 * BLOCK, 0, true)
  }
}

/** Reflector that maps row[k+1…] to (β, 0, …): v (v_{k+1} = 1) into v and row, β into e; returns τ, 0 where nothing is to be done. */
function reflect(row: usize, v: usize, k: u32, n: u32, e: usize): f64 {
  const x = load<f64>(at(row, k + 1))
  let tail: f64 = 0
  for (let i = k + 2; i < n; i++) tail += load<f64>(at(row, i)) * load<f64>(at(row, i))
  if (tail < TINY) {
    store<f64>(at(e, k), x)
    return 0
  }
  const size = sqrt(x * x + tail)
  const beta = x > 0 ? -size : size
  const scale = 1 / (x - beta)
  store<f64>(at(e, k), beta)
  store<f64>(at(v, k + 1), 1)
  store<f64>(at(row, k + 1), 1)
  for (let i = k + 2; i < n; i++) {
    const next = load<f64>(at(row, i)) * scale
    store<f64>(at(v, i), next)
    store<f64>(at(row, i), next)
  }
  return (beta - x) / beta
}

/** y = A v over the rows after k, from the upper triangle alone (each entry is read once); v is zero up to k, y starts as zero. */
function symv(a: usize, ld: usize, k: u32, n: u32, v: usize, y: usize): void {
  const end = (((<usize>n) + 3) & ~3) << 3
  for (let q = ((<usize>(k + 1)) & ~3) << 3; q < end; q += 32) {
    const x0 = a + (q >> 3) * ld
    const x1 = x0 + ld
    const x2 = x1 + ld
    const x3 = x2 + ld
    const v0 = v128.load64_splat(v + q), v1 = v128.load64_splat(v + q, 8)
    const v2 = v128.load64_splat(v + q, 16), v3 = v128.load64_splat(v + q, 24)
    let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0)
    for (let c = q + 32; c < end; c += 16) {
      const r0 = v128.load(x0 + c), r1 = v128.load(x1 + c), r2 = v128.load(x2 + c), r3 = v128.load(x3 + c)
      const u = v128.load(v + c)
      s0 = madd(s0, r0, u)
      s1 = madd(s1, r1, u)
      s2 = madd(s2, r2, u)
      s3 = madd(s3, r3, u)
      const p = madd(f64x2.mul(r0, v0), r1, v1)
      const t = madd(f64x2.mul(r2, v2), r3, v3)
      v128.store(y + c, f64x2.add(v128.load(y + c), f64x2.add(p, t)))
    }
    // The 4×4 block on the diagonal: its upper triangle stands for both.
    const a00 = load<f64>(x0 + q), a01 = load<f64>(x0 + q, 8), a02 = load<f64>(x0 + q, 16), a03 = load<f64>(x0 + q, 24)
    const a11 = load<f64>(x1 + q, 8), a12 = load<f64>(x1 + q, 16), a13 = load<f64>(x1 + q, 24)
    const a22 = load<f64>(x2 + q, 16), a23 = load<f64>(x2 + q, 24), a33 = load<f64>(x3 + q, 24)
    const u0 = load<f64>(v + q), u1 = load<f64>(v + q, 8), u2 = load<f64>(v + q, 16), u3 = load<f64>(v + q, 24)
    const z = y + q
    store<f64>(z, load<f64>(z) + hsum(s0) + (a00 * u0 + a01 * u1 + a02 * u2 + a03 * u3))
    store<f64>(z, load<f64>(z, 8) + hsum(s1) + (a01 * u0 + a11 * u1 + a12 * u2 + a13 * u3), 8)
    store<f64>(z, load<f64>(z, 16) + hsum(s2) + (a02 * u0 + a12 * u1 + a22 * u2 + a23 * u3), 16)
    store<f64>(z, load<f64>(z, 24) + hsum(s3) + (a03 * u0 + a13 * u1 + a23 * u2 + a33 * u3), 24)
  }
}
