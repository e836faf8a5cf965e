/** Coordinates that are even about zero and logarithmic far from it on both sides, asinh(v/core), by exp and ln that give the same bits everywhere. */

import ln from '@stdlib/math-base-special-ln'
import { exp } from './special'

/** Up to here a series has all digits. */
const SMALL = 1e-3
/** Above this √(t² + 1) is t. */
const LARGE = 1e150

/** asinh(v/core), to about 10⁻¹² of itself; v where core is 0. */
export function bent(v: number, core: number): number {
  if (!(core > 0)) return v
  const t = Math.abs(v) / core
  const u = t < SMALL ? t - (t * t * t) / 6 : t > LARGE ? ln(t) + Math.LN2 : ln(t + Math.sqrt(t * t + 1))
  return v < 0 ? -u : u
}

/** The value whose `bent` is u. */
export function straight(u: number, core: number): number {
  if (!(core > 0)) return u
  const s = Math.abs(u)
  const t = s < SMALL ? s + (s * s * s) / 6 : (exp(s) - exp(-s)) / 2
  return u < 0 ? -core * t : core * t
}

/** `count` values from `lo` to `hi`, ends included, at even distances once they are bent. */
export function evenlySpaced(lo: number, hi: number, count: number, core = 0): Float64Array {
  const [from, to] = [bent(lo, core), bent(hi, core)]
  return Float64Array.from({ length: count }, (_, i) => straight(from + ((to - from) * i) / (count - 1), core))
}
