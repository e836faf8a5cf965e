/** Two orthonormal directions out of wishes, whatever becomes of them: parallel, zero or missing ones are passed over. */

import { axpy, dot, norm } from '../../lib/matrix'
import type { Axis } from '../plane'

/** A direction that a plane may contain, and what it says of itself. Of any length; made only where it is wanted, and then the plane's own. */
export interface Wish {
  readonly axis: Axis
  vector(): Float64Array | Promise<Float64Array>
}

/** Entries from which on a pass over a vector takes so long that a worker is to answer its messages after it. */
export const LONG = 1 << 20

/** What is left of a wish across the first direction counts as a direction of its own above this share of its length. */
const DISTINCT = 1e-6

export interface Span {
  readonly first: Float64Array
  readonly second: Float64Array
  readonly axes: readonly [Axis, Axis]
}

/**
 * Gram–Schmidt over the wishes in their order until two directions of length `size` stand; then over the parameters' axes. Of
 * a single parameter the second direction is zero. Long vectors pause in between.
 */
export async function spanOf(size: number, wishes: readonly Wish[], pause = async () => {}): Promise<Span> {
  const found: { v: Float64Array; axis: Axis }[] = []
  const rest = async () => {
    if (size > LONG) await pause()
  }
  const take = async (v: Float64Array, axis: Axis) => {
    await rest()
    const length = norm(v)
    if (!(length > 0 && Number.isFinite(length))) return
    for (let i = 0; i < size; i++) v[i] /= length
    // Twice, so that rounding of the first time is taken off as well.
    for (let round = 0; round < 2; round++)
      for (const other of found) {
        axpy(v, -dot(v, other.v), other.v)
        await rest()
      }
    const left = norm(v)
    if (!(left > DISTINCT)) return
    for (let i = 0; i < size; i++) v[i] /= left
    found.push({ v, axis })
  }
  for (const { axis, vector } of wishes) if (found.length < 2) await take(await vector(), axis)
  for (let at = 0; at < size && found.length < 2; at++) {
    const v = new Float64Array(size)
    v[at] = 1
    await take(v, { of: 'parameter', index: at + 1 })
  }
  const [a, b] = found
  const nothing = () => ({ v: new Float64Array(size), axis: { of: 'nothing', index: 0 } }) as const
  const [one, other] = [a ?? nothing(), b ?? nothing()]
  return { first: one.v, second: other.v, axes: [one.axis, other.axis] }
}
