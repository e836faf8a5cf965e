// Samples are lanes: a block lies in panels of 32/sizeof<T> samples, feature by feature, one line of 32 bytes (two vectors) each.
// A panel begins `pitch` bytes after the one before. Lanes beyond the last sample hold anything.

/** Bytes of a line. */
export const LINE: usize = 32
/** Terms that are summed from zero before they are added to a result: DEPTH of sim/backends/machine/views.ts. */
export const DEPTH: u32 = 256

// @ts-ignore: decorator
@inline
export function lanes<T>(): u32 {
  return <u32>(LINE / sizeof<T>())
}

// @ts-ignore: decorator
@inline
export function zero(): v128 {
  return i64x2.splat(0)
}

// @ts-ignore: decorator
@inline
export function madd<T>(sum: v128, a: v128, b: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(a, b))
}

/** The line at c, or zeros, plus s times a line of sums. */
// @ts-ignore: decorator
@inline
export function put<T>(c: usize, lo: v128, hi: v128, s: v128, plus: bool): void {
  v128.store(c, madd<T>(plus ? v128.load(c) : zero(), s, lo))
  v128.store(c, madd<T>(plus ? v128.load(c, 16) : zero(), s, hi), 16)
}

/** The same, and then one number more. */
// @ts-ignore: decorator
@inline
export function putBiased<T>(c: usize, lo: v128, hi: v128, s: v128, plus: bool, bias: usize): void {
  const b = v128.load_splat<T>(bias)
  v128.store(c, v128.add<T>(madd<T>(plus ? v128.load(c) : zero(), s, lo), b))
  v128.store(c, v128.add<T>(madd<T>(plus ? v128.load(c, 16) : zero(), s, hi), b), 16)
}
