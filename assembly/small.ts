import { scaleGradient } from './gradient'
import { hsum, LIMIT, madd, maxAbs, sizeBits } from './numbers'
import { predict } from './predict'
import { dot, G, quad, reach, stride, width, X, Y } from './problem'

/** Largest batch that advanceSmall() takes. */
export const SMALL: u32 = 4

/**
 * advance() for the linear model without momentum and batches of at most four: residuals, then θ ← θ − η·(Σ r_i x_i)/B in one
 * pass, the gradient never leaving the registers. Absent rows count as row 0 with residual zero.
 */
export function advanceSmall(theta: usize, etas: usize, indices: usize, batch: u32, steps: u32): u32 {
  const end = width
  const scale = 1.0 / <f64>batch
  const inverse = f64x2.splat(scale)
  let size = maxAbs(theta, end)
  for (let t: u32 = 0; t < steps; t++) {
    const i0 = <usize>load<u32>(indices)
    const i1 = batch > 1 ? <usize>load<u32>(indices, 4) : i0
    const i2 = batch > 2 ? <usize>load<u32>(indices, 8) : i0
    const i3 = batch > 3 ? <usize>load<u32>(indices, 12) : i0
    const x0 = X + i0 * stride
    const x1 = X + i1 * stride
    const x2 = X + i2 * stride
    const x3 = X + i3 * stride
    let r0: f64, r1: f64 = 0, r2: f64 = 0, r3: f64 = 0
    if (batch == 1) {
      r0 = dot(x0, theta)
    } else {
      let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0
      for (let k: usize = 0; k < end; k += 32) {
        const u = v128.load(theta + k)
        const v = v128.load(theta + k, 16)
        a0 = madd(a0, v128.load(x0 + k), u)
        a1 = madd(a1, v128.load(x1 + k), u)
        a2 = madd(a2, v128.load(x2 + k), u)
        a3 = madd(a3, v128.load(x3 + k), u)
        b0 = madd(b0, v128.load(x0 + k, 16), v)
        b1 = madd(b1, v128.load(x1 + k, 16), v)
        b2 = madd(b2, v128.load(x2 + k, 16), v)
        b3 = madd(b3, v128.load(x3 + k, 16), v)
      }
      r0 = hsum(f64x2.add(a0, b0))
      r1 = hsum(f64x2.add(a1, b1)) - load<f64>(Y + (i1 << 3))
      r2 = batch > 2 ? hsum(f64x2.add(a2, b2)) - load<f64>(Y + (i2 << 3)) : 0
      r3 = batch > 3 ? hsum(f64x2.add(a3, b3)) - load<f64>(Y + (i3 << 3)) : 0
    }
    r0 -= load<f64>(Y + (i0 << 3))
    const s0 = sizeBits(r0), s1 = sizeBits(r1), s2 = sizeBits(r2), s3 = sizeBits(r3)
    const s01 = s0 > s1 ? s0 : s1, s23 = s2 > s3 ? s2 : s3
    const bits = s01 > s23 ? s01 : s23
    if (bits > reinterpret<u64>(LIMIT)) return t

    const eta = load<f64>(etas + ((<usize>t) << 3))
    const c0 = f64x2.splat(r0), c1 = f64x2.splat(r1), c2 = f64x2.splat(r2), c3 = f64x2.splat(r3)
    const push = abs(eta) * (reinterpret<f64>(bits) * reach)
    if (!(size + push <= 0.5 * LIMIT)) {
      size = maxAbs(theta, end)
      for (let k: usize = 0; k < end; k += 16) v128.store(G + k, rows(c0, c1, c2, c3, x0 + k, x1 + k, x2 + k, x3 + k, batch))
      scaleGradient(scale)
      if (!predict(theta, 0, eta, 0)) return t
    }
    size += push
    const e = f64x2.splat(eta)
    if (batch == 1) {
      for (let k: usize = 0; k < end; k += 16) descend(theta + k, f64x2.mul(c0, v128.load(x0 + k)), inverse, e)
    } else {
      for (let k: usize = 0; k < end; k += 16) {
        const sum = quad(c0, v128.load(x0 + k), c1, v128.load(x1 + k), c2, v128.load(x2 + k), c3, v128.load(x3 + k))
        descend(theta + k, sum, inverse, e)
      }
    }
    indices += (<usize>batch) << 2
  }
  return steps
}

// @ts-ignore: decorator
@inline
function rows(c0: v128, c1: v128, c2: v128, c3: v128, x0: usize, x1: usize, x2: usize, x3: usize, batch: u32): v128 {
  if (batch == 1) return f64x2.mul(c0, v128.load(x0))
  return quad(c0, v128.load(x0), c1, v128.load(x1), c2, v128.load(x2), c3, v128.load(x3))
}

// @ts-ignore: decorator
@inline
function descend(x: usize, sum: v128, inverse: v128, eta: v128): void {
  v128.store(x, f64x2.sub(v128.load(x), f64x2.mul(eta, f64x2.mul(sum, inverse))))
}
