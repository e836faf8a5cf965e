/** A problem as a GPU holds it: in float32, rows padded to four entries, and refused where it does not fit. */

import { Fault } from '../../../lib/fault'
import type { RotatedProblem } from '../ensemble'
import { checkRange } from '../single'
import { READING } from './energies'

/** Floats of a row of s numbers. */
export const strideOf = (s: number) => 4 * Math.ceil(s / 4)

/** Rows of s numbers as rows of `strideOf(s)` floats. */
export function padded(values: Float64Array, s: number): Float32Array<ArrayBuffer> {
  const [count, stride] = [values.length / s, strideOf(s)]
  const out = new Float32Array(count * stride)
  for (let i = 0; i < count; i++) out.set(values.subarray(i * s, (i + 1) * s), i * stride)
  return out
}

/** Workgroups of a dispatch, at most. */
const MOST_REPLICAS = 65535

/** Throws a Fault where R replicas of the problem do not fit. */
export function checkFits(problem: RotatedProblem, R: number, limits: GPUSupportedLimits): void {
  const { n, s } = problem
  const what = `An ensemble of ${R} replicas with n = ${n} in ${s} directions`
  if (R > MOST_REPLICAS) throw new Fault(`${what} is beyond the 65,535 replicas of a GPU`, 'choose wasm or fewer replicas')
  const bytes = 4 * Math.max(n * strideOf(s), R * strideOf(s), READING * R)
  const most = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize)
  if (bytes > most) throw new Fault(`${what} needs ${bytes} bytes in one buffer; this GPU allows ${most}`, 'choose wasm or fewer replicas')
  checkRange(problem, what)
}
