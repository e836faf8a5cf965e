import { hsum, madd } from './numbers'

// Vectors over byte offsets [from, to), both multiples of 16.

// @ts-ignore: decorator
@inline
export function clear(x: usize, from: usize, to: usize): void {
  for (let k = from; k < to; k += 16) v128.store(x + k, f64x2.splat(0))
}

/** x·y */
export function inner(x: usize, y: usize, from: usize, to: usize): f64 {
  let s = f64x2.splat(0)
  for (let k = from; k < to; k += 16) s = madd(s, v128.load(x + k), v128.load(y + k))
  return hsum(s)
}

/** z ← z − (a·x + b·y) */
export function subtractTwo(z: usize, a: f64, x: usize, b: f64, y: usize, from: usize, to: usize): void {
  const p = f64x2.splat(a)
  const q = f64x2.splat(b)
  for (let k = from; k < to; k += 16) {
    v128.store(z + k, f64x2.sub(v128.load(z + k), madd(f64x2.mul(p, v128.load(x + k)), q, v128.load(y + k))))
  }
}

/** z ← a·z + b·x */
export function blend(z: usize, a: f64, x: usize, b: f64, from: usize, to: usize): void {
  const p = f64x2.splat(a)
  const q = f64x2.splat(b)
  for (let k = from; k < to; k += 16) v128.store(z + k, madd(f64x2.mul(p, v128.load(z + k)), q, v128.load(x + k)))
}
