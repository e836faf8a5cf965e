// tanh on four float32 at a time, to about two units in the last place, and its slope without cancellation.

// Sign, 1, 2, −2; the least argument, log2 e, ln 2 in two parts, 1.5·2^23 + 127; e^r beyond 1 + r; tanh below 0.625 (Cephes).
const NUMBERS: usize = memory.data<f32>([
  -0.0, 1, 2, -2, -87, 1.44269504088896341, 0.693359375, -2.12194440e-4, 12583039, 0.625,
  0.5, 1.6666665459e-1, 4.1665795894e-2, 8.3334519073e-3, 1.3981999507e-3, 1.9875691500e-4,
  -3.33332819422e-1, 1.33314422036e-1, -5.37397155531e-2, 2.06390887954e-2, -5.70498872745e-3,
])

// @ts-ignore: decorator
@inline
function n(i: usize): v128 {
  return v128.load32_splat(NUMBERS + 4 * i)
}

// @ts-ignore: decorator
@inline
function axpy(x: v128, y: v128, i: usize): v128 {
  return f32x4.add(n(i), f32x4.mul(x, y))
}

/** w = 1 − tanh |z| = 2e/(1 + e), e = e^(−2|z|). */
// @ts-ignore: decorator
@inline
export function deficit(z: v128): v128 {
  const x = f32x4.pmax(f32x4.mul(n(3), f32x4.abs(z)), n(4))
  const k = f32x4.nearest(f32x4.mul(x, n(5)))
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(k, n(6))), f32x4.mul(k, n(7)))
  const s = f32x4.mul(r, r)
  // In two halves, which need not wait for one another.
  const low = axpy(r, axpy(r, n(12), 11), 10)
  const high = axpy(r, axpy(r, n(15), 14), 13)
  const p = f32x4.add(low, f32x4.mul(f32x4.mul(s, r), high))
  const y = f32x4.add(f32x4.add(f32x4.mul(s, p), r), n(1))
  const e = f32x4.mul(y, i32x4.shl(f32x4.add(k, n(8)), 23))
  return f32x4.div(f32x4.add(e, e), f32x4.add(n(1), e))
}

/** tanh z, given w. */
// @ts-ignore: decorator
@inline
export function fromDeficit(z: v128, w: v128): v128 {
  const s = f32x4.mul(z, z)
  const p = axpy(s, axpy(s, axpy(s, axpy(s, n(20), 19), 18), 17), 16)
  const near = f32x4.add(z, f32x4.mul(f32x4.mul(z, s), p))
  const far = v128.or(f32x4.sub(n(1), w), v128.and(z, n(0)))
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(z), n(9)))
}

/** 1 − tanh² z, given w. */
// @ts-ignore: decorator
@inline
export function slopeFromDeficit(w: v128): v128 {
  return f32x4.mul(w, f32x4.sub(n(2), w))
}
