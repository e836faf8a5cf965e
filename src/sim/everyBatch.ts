/** All minibatches that an arm may draw: `everyBatch`. */

import type { Sampling } from '../scenario'

/** A minibatch, and how likely its samples are, in whatever order. */
export interface Weighted {
  readonly rows: Int32Array
  readonly weight: number
}

/**
 * Every minibatch of B of n samples with its probability (one of a reshuffled epoch is drawn without replacement), or null where there
 * are more than `most`, draws with replacement counted once whatever their order.
 */
export function everyBatch(n: number, B: number, sampling: Sampling, most: number): Weighted[] | null {
  const replacement = sampling === 'with-replacement'
  if (!(countOf(replacement ? n + B - 1 : n, B) <= most)) return null
  const found: Weighted[] = []
  const rows = new Int32Array(B)
  /** The number of orders in which `rows` could be drawn over B!, place by place: 1/m! of each sample that is in it m times. */
  const place = (at: number, from: number, repeated: number, orders: number): void => {
    if (at === B) {
      found.push({ rows: rows.slice(), weight: orders })
      return
    }
    for (let i = from; i < n; i++) {
      const again = at > 0 && rows[at - 1] === i ? repeated + 1 : 1
      rows[at] = i
      place(at + 1, replacement ? i : i + 1, again, orders / again)
    }
  }
  place(0, 0, 0, 1)
  const all = found.reduce((sum, { weight }) => sum + weight, 0)
  return found.map(({ rows: batch, weight }) => ({ rows: batch, weight: weight / all }))
}

/** The binomial coefficient of n over k, in floating point. */
function countOf(n: number, k: number): number {
  let count = 1
  for (let i = 1; i <= Math.min(k, n - k); i++) count = (count * (n - i + 1)) / i
  return Math.round(count)
}
