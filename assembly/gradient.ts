import { hsum, madd, sizeBits } from './numbers'
import { dot, G, quad, stride, width, X, Y } from './problem'

// @ts-ignore: decorator
@inline
function rowOf(indices: usize, b: u32): usize {
  return indices != 0 ? <usize>load<u32>(indices + ((<usize>b) << 2)) : <usize>b
}

/**
 * G = Σ r_i x_i over the batch, r_i = w·x_i − y_i; returns the bits of max |r_i|. `indices` 0 means the rows 0 … batch − 1.
 * Four rows at a time: residuals, then their share of the gradient while the rows are still in the nearest cache.
 */
export function gradient(w: usize, indices: usize, batch: u32): u64 {
  // Locals, because a global would be read again in every round of the loops.
  const end = width
  const rows = X
  const step = stride
  const g = G
  let max: u64 = 0
  for (let k: usize = 0; k < end; k += 16) v128.store(g + k, f64x2.splat(0))
  let b: u32 = 0
  for (; b + 4 <= batch; b += 4) {
    const i0 = rowOf(indices, b)
    const i1 = rowOf(indices, b + 1)
    const i2 = rowOf(indices, b + 2)
    const i3 = rowOf(indices, b + 3)
    const x0 = rows + i0 * step
    const x1 = rows + i1 * step
    const x2 = rows + i2 * step
    const x3 = rows + i3 * step
    let a0 = f64x2.splat(0), b0 = f64x2.splat(0)
    let a1 = f64x2.splat(0), b1 = f64x2.splat(0)
    let a2 = f64x2.splat(0), b2 = f64x2.splat(0)
    let a3 = f64x2.splat(0), b3 = f64x2.splat(0)
    for (let k: usize = 0; k < end; k += 32) {
      const u = v128.load(w + k)
      const v = v128.load(w + k, 16)
      a0 = madd(a0, v128.load(x0 + k), u)
      a1 = madd(a1, v128.load(x1 + k), u)
      a2 = madd(a2, v128.load(x2 + k), u)
      a3 = madd(a3, v128.load(x3 + k), u)
      b0 = madd(b0, v128.load(x0 + k, 16), v)
      b1 = madd(b1, v128.load(x1 + k, 16), v)
      b2 = madd(b2, v128.load(x2 + k, 16), v)
      b3 = madd(b3, v128.load(x3 + k, 16), v)
    }
    const r0 = hsum(f64x2.add(a0, b0)) - load<f64>(Y + (i0 << 3))
    const r1 = hsum(f64x2.add(a1, b1)) - load<f64>(Y + (i1 << 3))
    const r2 = hsum(f64x2.add(a2, b2)) - load<f64>(Y + (i2 << 3))
    const r3 = hsum(f64x2.add(a3, b3)) - load<f64>(Y + (i3 << 3))
    const s0 = sizeBits(r0), s1 = sizeBits(r1), s2 = sizeBits(r2), s3 = sizeBits(r3)
    const s01 = s0 > s1 ? s0 : s1, s23 = s2 > s3 ? s2 : s3
    const s = s01 > s23 ? s01 : s23
    if (s > max) max = s
    const c0 = f64x2.splat(r0), c1 = f64x2.splat(r1), c2 = f64x2.splat(r2), c3 = f64x2.splat(r3)
    for (let k: usize = 0; k < end; k += 32) {
      const p = quad(c0, v128.load(x0 + k), c1, v128.load(x1 + k), c2, v128.load(x2 + k), c3, v128.load(x3 + k))
      const q = quad(c0, v128.load(x0 + k, 16), c1, v128.load(x1 + k, 16), c2, v128.load(x2 + k, 16), c3, v128.load(x3 + k, 16))
      v128.store(g + k, f64x2.add(v128.load(g + k), p))
      v128.store(g + k, f64x2.add(v128.load(g + k, 16), q), 16)
    }
  }
  for (; b < batch; b++) {
    const i = rowOf(indices, b)
    const x = rows + i * step
    const r = dot(x, w) - load<f64>(Y + (i << 3))
    const s = sizeBits(r)
    if (s > max) max = s
    const c = f64x2.splat(r)
    for (let k: usize = 0; k < end; k += 32) {
      v128.store(g + k, madd(v128.load(g + k), c, v128.load(x + k)))
      v128.store(g + k, madd(v128.load(g + k, 16), c, v128.load(x + k, 16)), 16)
    }
  }
  return max
}

/** G ← factor·G. */
export function scaleGradient(factor: f64): void {
  const f = f64x2.splat(factor)
  for (let k: usize = 0; k < width; k += 16) v128.store(G + k, f64x2.mul(v128.load(G + k), f))
}
