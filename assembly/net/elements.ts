import { zero } from './lanes'

// 1 and 2: loaded, for engines build a vector constant anew wherever it stands.
const NUMBERS64: usize = memory.data<f64>([1, 2])
const NUMBERS32: usize = memory.data<f32>([1, 2])

// @ts-ignore: decorator
@inline
function number<T>(i: usize): v128 {
  return v128.load_splat<T>((sizeof<T>() == 8 ? NUMBERS64 : NUMBERS32) + i * sizeof<T>())
}

/** x ← x∘y over so many bytes, a multiple of 16. */
export function multiply<T>(x: usize, y: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) v128.store(x + k, v128.mul<T>(v128.load(x + k), v128.load(y + k)))
}

/** x ← x + y. */
export function add<T>(x: usize, y: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) v128.store(x + k, v128.add<T>(v128.load(x + k), v128.load(y + k)))
}

/** to ← o + x·a + y·b. */
export function combine<T>(o: usize, a: usize, b: usize, x: f64, y: f64, to: usize, bytes: usize): void {
  const u = v128.splat<T>(<T>x)
  const v = v128.splat<T>(<T>y)
  for (let k: usize = 0; k < bytes; k += 16) {
    const along = v128.add<T>(v128.load(o + k), v128.mul<T>(u, v128.load(a + k)))
    v128.store(to + k, v128.add<T>(along, v128.mul<T>(v, v128.load(b + k))))
  }
}

/** a ← max(z, 0), and its slopes unless `slope` is 0. */
export function relu<T>(z: usize, bytes: usize, a: usize, slope: usize): void {
  const one = number<T>(0)
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(z + k)
    v128.store(a + k, v128.andnot(x, v128.le<T>(x, zero())))
    if (slope) v128.store(slope + k, v128.and(one, v128.gt<T>(x, zero())))
  }
}

/** a ← z above zero and below·z else. */
export function leaky<T>(z: usize, bytes: usize, a: usize, slope: usize, below: f64): void {
  const factor = v128.splat<T>(<T>below)
  const one = number<T>(0)
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(z + k)
    const by = v128.bitselect(one, factor, v128.gt<T>(x, zero()))
    v128.store(a + k, v128.mul<T>(x, by))
    if (slope) v128.store(slope + k, by)
  }
}

/** a ← z². */
export function square<T>(z: usize, bytes: usize, a: usize, slope: usize): void {
  const two = number<T>(1)
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(z + k)
    v128.store(a + k, v128.mul<T>(x, x))
    if (slope) v128.store(slope + k, v128.mul<T>(two, x))
  }
}

/** x ← value over so many bytes. */
export function fill<T>(x: usize, bytes: usize, value: f64): void {
  const v = v128.splat<T>(<T>value)
  for (let k: usize = 0; k < bytes; k += 16) v128.store(x + k, v)
}
