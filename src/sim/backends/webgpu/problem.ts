/** A problem as a GPU holds it: in float32, rows padded to four entries, and refused where it does not fit. */

import { Fault } from '../../../lib/fault'
import type { RotatedProblem } from '../ensemble'
import { READING } from './energies'
import { scaled, split } from './params'

/** Floats of a row of s numbers. */
export const strideOf = (s: number) => 4 * Math.ceil(s / 4)

/** Rows of s numbers as rows of `strideOf(s)` floats. */
export function padded(values: Float64Array, s: number): Float32Array<ArrayBuffer> {
  const [count, stride] = [values.length / s, strideOf(s)]
  const out = new Float32Array(count * stride)
  for (let i = 0; i < count; i++) out.set(values.subarray(i * s, (i + 1) * s), i * stride)
  return out
}

/** w_0 at size 1 … 2 with its power of two, as after a rescaling: the start may lie beyond float32. */
export function beginning({ start, rest }: RotatedProblem): { readonly w: Float64Array; readonly exponent: number } {
  const { power } = split(start.reduce((max, v) => Math.max(max, Math.abs(v)), 0))
  const exponent = rest ? Math.max(0, power) : power
  return { w: start.map(v => scaled(v, -exponent)), exponent }
}

/** Sizes of features whose products with a state stay within float32. */
const LARGEST = 0x10000000000
/** Workgroups of a dispatch, at most. */
const MOST_REPLICAS = 65535

/** Throws a Fault where R replicas of the problem do not fit. */
export function checkFits({ n, s, features, lambda }: RotatedProblem, R: number, limits: GPUSupportedLimits): void {
  const what = `An ensemble of ${R} replicas with n = ${n} in ${s} directions`
  if (R > MOST_REPLICAS) throw new Fault(`${what} is beyond the 65,535 replicas of a GPU`, 'choose wasm or fewer replicas')
  const bytes = 4 * Math.max(n * strideOf(s), R * strideOf(s), READING * R)
  const most = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize)
  if (bytes > most) throw new Fault(`${what} needs ${bytes} bytes in one buffer; this GPU allows ${most}`, 'choose wasm or fewer replicas')
  const tooLarge = (v: number) => !(Math.abs(v) < LARGEST)
  if (features.some(tooLarge) || lambda.some(tooLarge))
    throw new Fault(`${what} has features beyond float32`, 'choose wasm, or scale the data')
}
