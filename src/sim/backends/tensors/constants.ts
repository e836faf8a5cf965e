/** What is uploaded once and used again: numbers, index tables, samples and their targets. */

import { type Scalar, scalar, type Tensor, type Tensor1D, type Tensor2D, tensor1d, tensor2d } from '@tensorflow/tfjs-core'
import type { Targets } from '../machine/loss'
import type { TensorOwner } from '../tfjs/tensorOwner'

/** Arrays of samples and of targets that are held: a run's own, and those of its measurements and test set. */
const HELD_ARRAYS = 8

export class Constants {
  private readonly numbers = new Map<number, Scalar>()
  private readonly tables = new Map<object | string, Map<string, Tensor>>()
  /** In order of use. */
  private readonly arrays = new Map<object, Tensor2D>()

  private picked: { readonly rows: Int32Array; readonly where: Tensor1D } | null = null

  constructor(private readonly owner: TensorOwner) {}

  /** A scalar tensor; good until `clear`. */
  number(value: number): Scalar {
    const known = this.numbers.get(value)
    if (known) return known
    const [made] = this.owner.make(() => [scalar(value)])
    this.numbers.set(value, made)
    return made
  }

  /** Frees the numbers: the rates of a schedule would pile up. Call between operations. */
  clear(): void {
    this.owner.free([...this.numbers.values()])
    this.numbers.clear()
  }

  /** The tensors made of a table of a layer, or of what a name says, as long as the machine lives. */
  of<T extends Tensor>(table: object | string, name: string, make: () => T): T {
    const known = this.tables.get(table) ?? new Map<string, Tensor>()
    this.tables.set(table, known)
    const found = known.get(name)
    if (found) return found as T
    const [made] = this.owner.make(() => [make()])
    known.set(name, made)
    return made
  }

  /** The tensor made of an array that does not change: those used last are held. */
  private upload(array: object, make: () => Tensor2D): Tensor2D {
    const known = this.arrays.get(array)
    const [tensor] = known ? [known] : this.owner.make(() => [make()])
    this.arrays.delete(array)
    this.arrays.set(array, tensor)
    for (const [oldest, held] of this.arrays) {
      if (this.arrays.size <= HELD_ARRAYS) break
      this.arrays.delete(oldest)
      this.owner.free([held])
    }
    return tensor
  }

  /** Indices of samples: those of the call before, if they are the same, as for a batch's inputs and targets. */
  rows(rows: Int32Array): Tensor1D {
    const { picked } = this
    if (picked?.rows.length === rows.length && rows.every((row, i) => row === picked.rows[i])) return picked.where
    const [where] = this.owner.make(() => [indices(rows)])
    if (picked) this.owner.free([picked.where])
    this.picked = { rows: rows.slice(), where }
    return where
  }

  /** X, n×width. */
  samples(X: Float64Array, width: number): Tensor2D {
    return this.upload(X, () => tensor2d(Float32Array.from(X), [X.length / width, width]))
  }

  /** y as n×C numbers: one-hot for class indices. */
  targets(Y: Targets, C: number): Tensor2D {
    return this.upload(Y, () => {
      if (!(Y instanceof Int32Array)) return tensor2d(Float32Array.from(Y), [Y.length / C, C])
      const hot = new Float32Array(Y.length * C)
      for (const [i, c] of Y.entries()) hot[i * C + c] = 1
      return tensor2d(hot, [Y.length, C])
    })
  }
}

/** Indices for `gather`; call in a tidy. */
export const indices = (values: ArrayLike<number>): Tensor1D => tensor1d(Int32Array.from(values), 'int32')
