/** Operations within a sample for which the wasm machine has no kernels yet: its numbers go through the plain ones. */

import type { Block, Groups, Products } from '../machine/machine'
import { addProducts, causalSoftmax, contract, normalize } from '../machine/within'
import { Holder } from './machineHolder'

export class WithinSamples extends Holder {
  products(shape: Products, x: Block, y: Block, plus?: Block): Block {
    const z = plus ? this.values(plus) : new Float64Array(x.rows * shape.width)
    addProducts(shape, this.values(x), x.width, this.values(y), y.width, z)
    return this.put(z, shape.width, plus)
  }

  causalSoftmax(places: number, z: Block): Block {
    const values = this.values(z)
    causalSoftmax(places, values)
    return this.put(values, z.width, z)
  }

  contract(groups: Groups, scale: number, x: Block | null, y: Block, z: Block | null, plus?: Block): Block {
    const out = plus ? this.values(plus) : new Float64Array(y.rows * y.width)
    contract(groups, scale, x && this.values(x), this.values(y), z && this.values(z), out)
    return this.put(out, y.width, plus)
  }

  normalize(groups: Groups, x: Block): { readonly y: Block; readonly r: Block } {
    const values = this.values(x)
    const [y, r] = [new Float64Array(values.length), new Float64Array(values.length)]
    normalize(groups, values, y, r)
    return { y: this.put(y, x.width), r: this.put(r, x.width) }
  }

  /** The numbers as a block in the place of one that is spent. */
  private put(values: Float64Array, width: number, spent?: Block): Block {
    if (spent) this.free(spent)
    return this.block(values, width)
  }
}
