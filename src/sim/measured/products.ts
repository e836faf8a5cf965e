/** Sums of products A·Aᵀ of a matrix that comes in strips of columns: `gramOfStrips`. */

import type { Tick } from '../../lib/tick'
import { isHost, type Machine } from '../backends/machine/machine'
import { PLAIN_MACHINE } from '../backends/machine/plain'
import { unitOf } from '../metrics/units'

/** Columns that a machine takes at once: in float32 their sum has its digits, and longer ones are added up in float64. */
export const STRIP = 2048

/**
 * A·Aᵀ (rows×rows, symmetric to the bit) of an A whose columns from … to `strip` gives row by row. A strip at a time is held; entries are scaled
 * by the power of two that the first strip asks for, so that squares stay in the range of float32.
 */
export async function gramOfStrips(
  machine: Machine,
  rows: number,
  columns: number,
  strip: (from: number, to: number) => Promise<Float64Array> | Float64Array,
  tick: Tick,
): Promise<Float64Array> {
  const host = isHost(machine) ? machine : PLAIN_MACHINE
  const K = new Float64Array(rows * rows)
  let unit = 0
  for (let from = 0; from < columns; from += STRIP) {
    const to = Math.min(columns, from + STRIP)
    const values = await strip(from, to)
    unit ||= unitOf(values)
    if (unit !== 1) for (let at = 0; at < values.length; at++) values[at] /= unit
    const part = host.scope(() => {
      const block = host.block(values, to - from)
      return host.gram(block, block, 1, true)
    })
    const sums = host.values(part)
    host.free(part)
    for (let i = 0; i < rows; i++) for (let at = i * rows; at <= i * rows + i; at++) K[at] += sums[at]
    await tick(to / columns)
  }
  const square = unit * unit
  for (let i = 0; i < rows; i++)
    for (let j = 0; j <= i; j++) {
      K[i * rows + j] *= square
      K[j * rows + i] = K[i * rows + j]
    }
  return K
}
