/** What goes from one unit to another (`units.ts`) beside the first picture: blocks of K. */

import { rangeFactor } from '../../lib/eigen'
import { largestOf, scaled } from '../../lib/matrix'

/** Takes blocks of K over to a unit of their own, which the first one sets. */
export class BlockUnit {
  private factor: number | null = null

  /** Of K, and so of G. */
  get unit(): number {
    return 1 / (this.factor ?? 1)
  }

  readonly of = (block: Float64Array): Float64Array => {
    this.factor ??= rangeFactor(largestOf(block))
    return this.factor === 1 ? block : scaled(block, this.factor)
  }
}

/** (1/n) Σ_i ‖r_i‖² for n samples of C residuals each, summed sample by sample as the loss is. */
export function meanSquare(r: Float64Array, C: number): number {
  let sum = 0
  for (let at = 0; at < r.length; ) {
    let own = 0
    for (let c = 0; c < C; c++, at++) own += r[at] * r[at]
    sum += own
  }
  return sum / (r.length / C)
}
