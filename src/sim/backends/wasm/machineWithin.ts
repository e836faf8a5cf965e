/** Operations within a sample, of attention and of layer norm, on the wasm machine. */

import type { Block, Groups, Products } from '../machine/machine'
import { causalSoftmax, NORM_EPSILON } from '../machine/within'
import { Holder, LINE, type WasmBlock } from './machineHolder'

export class WithinSamples extends Holder {
  products({ batch, rows, depth, columns, scale, x, y, z, width }: Products, left: Block, right: Block, plus?: Block): Block {
    this.at(left)
    this.at(right)
    const [a, b, out] = [left as WasmBlock, right as WasmBlock, this.onto(left.rows, width, plus)]
    for (let p = 0; p < a.panels; p++) {
      const from = a.address + p * a.pitch + LINE * x.from
      const other = b.address + p * b.pitch + LINE * y.from
      const to = out.address + p * out.pitch + LINE * z.from
      this.kernels.products(
        batch,
        rows,
        depth,
        columns,
        scale,
        from,
        x.each,
        x.row,
        x.col,
        other,
        y.each,
        y.row,
        y.col,
        to,
        z.each,
        z.row,
        z.col,
      )
    }
    return out
  }

  /** In float64 at either precision; by the plain loops where numbers are hundreds apart. */
  causalSoftmax(places: number, z: Block): Block {
    const from = this.at(z)
    const { panels, pitch, width } = z as WasmBlock
    const room = 16 * places
    const row = this.take(room, 'A row of attention')
    const done = this.kernels.causal(places, width, panels, from, pitch, row)
    this.heap.give(row, room)
    if (done) return z
    const values = this.values(z)
    causalSoftmax(places, values)
    this.fillBlock(z as WasmBlock, values)
    return z
  }

  contract({ size, inner }: Groups, scale: number, x: Block | null, y: Block, z: Block | null, plus?: Block): Block {
    const from = this.at(y)
    const [left, right] = [x ? this.at(x) : 0, z ? this.at(z) : 0]
    const { panels, pitch, width } = y as WasmBlock
    const out = this.onto(y.rows, width, plus)
    for (let p = 0; p < panels; p++) {
      const at = p * pitch
      this.kernels.contract(width, size, inner, scale, left && left + at, from + at, right && right + at, out.address + at)
    }
    return out
  }

  lengths(scale: number, x: Block, y: Block | null): Block {
    const [from, by] = [this.at(x), y ? this.at(y) : 0]
    const { panels, pitch, width } = x as WasmBlock
    const out = this.newBlock(x.rows, 1)
    for (let p = 0; p < panels; p++) {
      const at = p * pitch
      this.kernels.lengths(width, scale, from + at, by && by + at, out.address + p * out.pitch)
    }
    return out
  }

  normalize({ size, inner }: Groups, x: Block): { readonly y: Block; readonly r: Block } {
    const from = this.at(x)
    const { panels, pitch, width } = x as WasmBlock
    const [y, r] = [this.newBlock(x.rows, width), this.newBlock(x.rows, width)]
    for (let p = 0; p < panels; p++) {
      const at = p * pitch
      this.kernels.normalize(width, size, inner, NORM_EPSILON, from + at, y.address + at, r.address + at)
    }
    return { y, r }
  }

  /** A block that is added to: zeros, or one that is spent. */
  private onto(rows: number, width: number, plus: Block | undefined): WasmBlock {
    if (plus) {
      this.at(plus)
      return plus as WasmBlock
    }
    const block = this.newBlock(rows, width)
    this.kernels.fill(block.address, block.bytes, 0)
    return block
  }
}
