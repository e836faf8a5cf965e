/**
 * Memory of a WebAssembly instance that is taken and given back: first fit in order of address, neighbours joined. What is
 * given out is not cleared. The views cover the whole memory and are renewed when it grows: index them by address.
 *
 *     const at = heap.take(bytes, 'A block')
 *     heap.f64[at >> 3] = 1
 *     heap.give(at, bytes)
 */

import { grouped } from '../../../lib/digits'
import { Fault } from '../../../lib/fault'
import { MAX_BYTES } from './arena'
import type { Instance } from './module'

const PAGE = 65536
/** Pages by which the memory grows at least. */
const PAGES = 16
/** Kernels read, but never use, up to this much behind what they are given. */
const SLACK = 512

const SMALLER = 'use fewer samples, a narrower network or float32'
const mebibytes = (bytes: number) => grouped(Math.ceil(bytes / 0x100000))
const rounded = (bytes: number) => Math.max(64, Math.ceil(bytes / 64) * 64)

export class Heap {
  f64: Float64Array
  f32: Float32Array
  i32: Int32Array
  private top: number
  /** Free stretches below the top, by address; no two touch. */
  private readonly starts: number[] = []
  private readonly sizes: number[] = []

  constructor(
    private readonly memory: Instance['memory'],
    base: number,
  ) {
    this.top = rounded(base)
    this.f64 = new Float64Array(memory.buffer)
    this.f32 = new Float32Array(memory.buffer)
    this.i32 = new Int32Array(memory.buffer)
  }

  /** The address of so many bytes, a multiple of 64. */
  take(bytes: number, what: string): number {
    const size = rounded(bytes)
    const { starts, sizes } = this
    for (let i = 0; i < sizes.length; i++) {
      if (sizes[i] < size) continue
      const at = starts[i]
      if (sizes[i] === size) {
        starts.splice(i, 1)
        sizes.splice(i, 1)
      } else {
        starts[i] += size
        sizes[i] -= size
      }
      return at
    }
    const at = this.top
    this.reach(at + size, what)
    this.top = at + size
    return at
  }

  give(at: number, bytes: number): void {
    const size = rounded(bytes)
    const { starts, sizes } = this
    let i = starts.length
    while (i > 0 && starts[i - 1] > at) i--
    const below = i > 0 && starts[i - 1] + sizes[i - 1] === at
    if (at + size === this.top) {
      this.top = below ? starts[i - 1] : at
      if (below) starts.length = sizes.length = i - 1
      return
    }
    const above = i < starts.length && at + size === starts[i]
    if (below) sizes[i - 1] += size
    if (below && above) {
      sizes[i - 1] += sizes[i]
      starts.splice(i, 1)
      sizes.splice(i, 1)
    } else if (above) {
      starts[i] = at
      sizes[i] += size
    } else if (!below) {
      starts.splice(i, 0, at)
      sizes.splice(i, 0, size)
    }
  }

  private reach(end: number, what: string): void {
    const needed = end + SLACK
    const held = this.memory.buffer.byteLength
    if (needed <= held) return
    if (needed > MAX_BYTES)
      throw new Fault(`${what} needs ${mebibytes(needed)} MiB of WebAssembly memory; ${mebibytes(MAX_BYTES)} MiB are allowed`, SMALLER)
    const pages = Math.ceil((needed - held) / PAGE)
    try {
      this.memory.grow(Math.min(Math.max(pages, PAGES), (MAX_BYTES - held) / PAGE))
    } catch (cause) {
      throw new Fault(`${what} needs ${mebibytes(needed)} MiB of WebAssembly memory, which this device did not grant`, SMALLER, { cause })
    }
    this.f64 = new Float64Array(this.memory.buffer)
    this.f32 = new Float32Array(this.memory.buffer)
    this.i32 = new Int32Array(this.memory.buffer)
  }
}
