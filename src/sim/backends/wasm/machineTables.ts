/** Tables of convolutions in the machine's memory: which line of a panel a tap sees at a place, as byte offsets, in both orders. */

import type { Affine } from '../machine/machine'
import type { Heap } from './machineHeap'
import { LINE } from './machineHolder'

interface Tables {
  /** Place by place. */
  readonly seen: number
  /** Tap by tap. */
  readonly taken: number
}

/** Tables are kept for so many maps, the last used. */
const KEPT = 32

export class TapTables {
  private readonly kept = new Map<Int32Array, Tables & { readonly bytes: number }>()
  constructor(private readonly heap: Heap) {}

  /** The tables of a map; taps that see zero see the line behind the last. */
  of({ inputs, taps, places }: Affine, table: Int32Array): Tables {
    const known = this.kept.get(table)
    if (known) return known
    if (this.kept.size >= KEPT)
      for (const [oldest] of this.kept) {
        this.forget(oldest)
        break
      }
    const bytes = 4 * taps * places
    const seen = this.heap.take(bytes, 'A convolution')
    const taken = this.heap.take(bytes, 'A convolution')
    const { i32 } = this.heap
    for (let k = 0, at = taken >> 2; k < taps; k++)
      for (let q = 0; q < places; q++, at++) {
        const line = table[k * places + q]
        i32[at] = i32[(seen >> 2) + q * taps + k] = LINE * (line < 0 ? inputs : line)
      }
    const made = { seen, taken, bytes }
    this.kept.set(table, made)
    return made
  }

  private forget(table: Int32Array): void {
    const old = this.kept.get(table)
    if (!old) return
    this.heap.give(old.seen, old.bytes)
    this.heap.give(old.taken, old.bytes)
    this.kept.delete(table)
  }
}
