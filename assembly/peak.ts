import { madd } from './numbers'

/**
 * Eight sums of products, all f64x2 in registers, nothing stored: 32 flops per round, the most that plain SIMD can do. For the
 * benchmark only. The factors are loaded anew in each round (from 64 bytes at `x`), for otherwise the products leave the loop.
 */
export function peak(x: usize, rounds: u32): f64 {
  const p = v128.load(x)
  const q = v128.load(x, 16)
  let a0 = p, a1 = p, a2 = p, a3 = p
  let b0 = q, b1 = q, b2 = q, b3 = q
  for (let k: u32 = 0; k < rounds; k++) {
    const y0 = v128.load(x)
    a0 = madd(a0, y0, p)
    b0 = madd(b0, y0, q)
    const y1 = v128.load(x, 16)
    a1 = madd(a1, y1, p)
    b1 = madd(b1, y1, q)
    const y2 = v128.load(x, 32)
    a2 = madd(a2, y2, p)
    b2 = madd(b2, y2, q)
    const y3 = v128.load(x, 48)
    a3 = madd(a3, y3, p)
    b3 = madd(b3, y3, q)
  }
  const a = f64x2.add(f64x2.add(a0, a1), f64x2.add(a2, a3))
  const b = f64x2.add(f64x2.add(b0, b1), f64x2.add(b2, b3))
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(b, 1)
}
