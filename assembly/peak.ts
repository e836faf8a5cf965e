/**
 * Six multiply chains beside six add chains, all f64x2 in registers: 24 flops per round, the most that plain SIMD can do.
 * For the benchmark only. (Products feeding sums would be hoisted out of the loop or bound by latency.)
 */
export function peak(rounds: u32, start: f64): f64 {
  const m = f64x2.splat(start)
  let a = f64x2.splat(1), b = f64x2.splat(2), c = f64x2.splat(3)
  let d = f64x2.splat(4), e = f64x2.splat(5), f = f64x2.splat(6)
  let u = a, v = b, w = c, x = d, y = e, z = f
  for (let k: u32 = 0; k < rounds; k++) {
    a = f64x2.mul(a, m)
    u = f64x2.add(u, m)
    b = f64x2.mul(b, m)
    v = f64x2.add(v, m)
    c = f64x2.mul(c, m)
    w = f64x2.add(w, m)
    d = f64x2.mul(d, m)
    x = f64x2.add(x, m)
    e = f64x2.mul(e, m)
    y = f64x2.add(y, m)
    f = f64x2.mul(f, m)
    z = f64x2.add(z, m)
  }
  const s = f64x2.add(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)), f64x2.add(e, f))
  const t = f64x2.add(f64x2.add(f64x2.add(u, v), f64x2.add(w, x)), f64x2.add(y, z))
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(t, 1)
}
