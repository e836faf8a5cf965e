/** Problems whose replicas are stepped in float32: what lies beyond its range, as numbers within it and powers of two. */

import { Fault } from '../../lib/fault'
import type { RotatedProblem } from './ensemble'

/** w_0 at size 1 … 2 with its power of two, as after a rescaling: the start may lie beyond float32. */
export function beginning({ start, rest }: RotatedProblem): { readonly w: Float64Array; readonly exponent: number } {
  const { power } = split(start.reduce((max, v) => Math.max(max, Math.abs(v)), 0))
  const exponent = rest ? Math.max(0, power) : power
  return { w: start.map(v => scaled(v, -exponent)), exponent }
}

/** Sizes of features whose products with a state stay within float32. */
const LARGEST = 0x10000000000

/** Throws a Fault where features or eigenvalues are too large; `what` begins its sentence. */
export function checkRange({ features, lambda }: RotatedProblem, what: string): void {
  const tooLarge = (v: number) => !(Math.abs(v) < LARGEST)
  if (features.some(tooLarge) || lambda.some(tooLarge))
    throw new Fault(`${what} has features beyond float32`, 'choose wasm in float64, or scale the data')
}

/** A number as value·2^power with 1 ≤ |value| < 2, since it may lie beyond float32. */
export function split(x: number): { readonly value: number; readonly power: number } {
  if (x === 0 || Number.isNaN(x)) return { value: x, power: 0 }
  if (!Number.isFinite(x)) return { value: Math.sign(x), power: 1 << 20 }
  const words = new Uint32Array(Float64Array.of(x).buffer)
  const power = ((words[1] >>> 20) & 0x7ff) - 1023
  // Numbers below 2^−1022 count as that.
  return { value: power === -1023 ? Math.sign(x) : scaled(x, -power), power }
}

/** x·2^k for |k| ≤ 2000: two factors, since 2^k alone may be beyond every number. */
export function scaled(x: number, k: number): number {
  const half = Math.trunc(k / 2)
  return x * powerOfTwo(half) * powerOfTwo(k - half)
}

const powerOfTwo = (k: number) => new Float64Array(Uint32Array.of(0, (k + 1023) << 20).buffer)[0]
