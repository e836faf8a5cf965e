import { zero } from './lanes'

/** x ← x∘y over so many bytes, a multiple of 16. */
export function multiply<T>(x: usize, y: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) v128.store(x + k, v128.mul<T>(v128.load(x + k), v128.load(y + k)))
}

/** x ← x + y. */
export function add<T>(x: usize, y: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) v128.store(x + k, v128.add<T>(v128.load(x + k), v128.load(y + k)))
}

/** a ← max(z, 0), and its slopes unless `slope` is 0. */
export function relu<T>(z: usize, bytes: usize, a: usize, slope: usize): void {
  const half = v128.splat<T>(<T>0.5)
  const one = v128.splat<T>(1)
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(z + k)
    v128.store(a + k, v128.mul<T>(half, v128.add<T>(x, v128.abs<T>(x))))
    if (slope) v128.store(slope + k, v128.and(one, v128.gt<T>(x, zero())))
  }
}

/** a ← z above zero and below·z else. */
export function leaky<T>(z: usize, bytes: usize, a: usize, slope: usize, below: f64): void {
  const factor = v128.splat<T>(<T>below)
  const one = v128.splat<T>(1)
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(z + k)
    const by = v128.bitselect(one, factor, v128.gt<T>(x, zero()))
    v128.store(a + k, v128.mul<T>(x, by))
    if (slope) v128.store(slope + k, by)
  }
}

/** a ← z². */
export function square<T>(z: usize, bytes: usize, a: usize, slope: usize): void {
  const two = v128.splat<T>(2)
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
