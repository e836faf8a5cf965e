/**
 * The machine of networks on TensorFlow.js: every operation of `Machine` in tensors on a GPU, float32. Blocks and matrices are
 * matrices there, vectors one piece that layers cut (`vectors.ts`); handles own their tensors (`holdings.ts`).
 */

import {
  abs,
  add,
  clone,
  concat,
  fill,
  gather,
  greaterEqual,
  max,
  maximum,
  mul,
  range,
  reshape,
  slice,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
  tensor2d,
  tile,
  where,
} from '@tensorflow/tfjs-core'
import type { Rule, Settings } from '../../../lib/optimizers'
import type { ActivationName } from '../machine/activation'
import type { LossKind, Targets } from '../machine/loss'
import type { Affine, ArmVectors, Block, DeviceMachine, Fiber, Groups, Held, Matrix, Products, Vector, Windows } from '../machine/machine'
import { transposed } from '../tfjs/ops'
import type { TensorOwner } from '../tfjs/tensorOwner'
import { stepped } from '../tfjs/updates'
import { activated, bent } from './activations'
import { backwards, gradients, linear, sampleGradients } from './affine'
import { Constants } from './constants'
import { Holdings, TensorBlock, TensorMatrix } from './holdings'
import { curved, residualsOf } from './losses'
import { longProduct } from './products'
import { asMatrix, asRow, asStack } from './shapes'
import { segmentsOf, TensorVector } from './vectors'
import { maximaOf, pooled, unpooled } from './windows'
import { causal, contracted, lengths, normalized, productsWithin } from './within'

const tensorOf = (held: Block | Matrix): Tensor2D => (held as TensorBlock | TensorMatrix).tensor
const vectorOf = (held: Vector): TensorVector => held as TensorVector

/** A vector as a matrix with a row for each copy, to be made in a tidy. */
function byCopy(vector: TensorVector): () => Tensor2D {
  const flat = vector.flat()
  return () => asMatrix(flat, vector.copies, flat.size / vector.copies)
}

/** Times the largest float32 and 10⁷ entries this is still a float32. */
const TINY = 1e-12

export class TensorMachine implements DeviceMachine {
  readonly precision = 'f32'
  readonly together = 1024
  private readonly constants: Constants
  private readonly holdings: Holdings

  /**
   * @param owner of all tensors, the machine's alone
   * @param capacity numbers that one tensor can hold
   */
  constructor(
    private readonly owner: TensorOwner,
    readonly capacity: number,
  ) {
    this.constants = new Constants(owner)
    this.holdings = new Holdings(owner)
  }

  scope<T>(body: () => T): T {
    return this.holdings.scope(body)
  }

  fiber(): Fiber {
    return this.holdings.fiber()
  }

  keep<H extends Held>(held: H): H {
    this.holdings.keep(held as H & TensorBlock)
    return held
  }

  free(...held: readonly (Held | null | undefined)[]): void {
    for (const one of held) if (one) this.holdings.free(one as TensorBlock)
  }

  usage() {
    const { bytes, tensors } = this.owner.usage()
    return { bytes, held: tensors }
  }

  dispose(): void {
    this.owner.dispose()
  }

  vector(values: Float64Array, maps: readonly Affine[]): Vector {
    const [flat] = this.owner.make(() => [tensor1d(Float32Array.from(values))])
    return this.holdings.add(new TensorVector(this.owner, segmentsOf(maps, values.length), flat))
  }

  zeros(like: Vector): Vector {
    const { segments, copies } = vectorOf(like)
    return this.holdings.add(new TensorVector(this.owner, segments, null, copies))
  }

  block(values: Float64Array, width: number): Block {
    return this.made(() => tensor2d(Float32Array.from(values), [values.length / width, width]))
  }

  matrix(rows: number, columns: number, value: number): Matrix {
    return this.madeMatrix(() => fill([rows, columns], value))
  }

  gather(X: Float64Array, width: number, rows: Int32Array | null, from: number, count: number): Block {
    return this.made(() => this.rowsOf(this.constants.samples(X, width), rows, from, count))
  }

  async read(held: Held): Promise<Float64Array> {
    const tensor: Tensor = held instanceof TensorVector ? held.flat() : tensorOf(held as Block)
    try {
      return Float64Array.from(await this.owner.read(tensor))
    } catch (error) {
      throw await this.owner.explain(error)
    }
  }

  linear(map: Affine, theta: Vector, a: Block, bias: boolean, plus?: Block): Block {
    return this.added(() => linear(this.constants, map, vectorOf(theta), tensorOf(a), bias), plus)
  }

  transposed(map: Affine, theta: Vector, dz: Block, plus?: Block): Block {
    return this.added(() => backwards(this.constants, map, vectorOf(theta), tensorOf(dz)), plus)
  }

  addGradient(map: Affine, dz: Block, a: Block, sum: Vector, bias: boolean): void {
    const to = vectorOf(sum)
    const [dW, db] = this.owner.make<Tensor3D[]>(() => {
      const [W, b] = gradients(this.constants, map, tensorOf(dz), tensorOf(a), to.copies, bias)
      return b ? [W, b] : [W]
    })
    to.add(map, dW, db ?? null)
  }

  sampleGradients(map: Affine, dz: Block, a: Block, first: number, count: number): Block {
    return this.made(() => sampleGradients(this.constants, map, tensorOf(dz), tensorOf(a), first, count))
  }

  activate(name: ActivationName, below: number, z: Block, slopes: boolean): { readonly a: Block; readonly slope: Block | null } {
    const [a, slope] = this.owner.make<Tensor2D[]>(() => {
      const found = activated(this.constants, name, below, tensorOf(z))
      return slopes ? [found.a, found.slope()] : [found.a]
    })
    return { a: this.holdings.add(new TensorBlock(a)), slope: slope ? this.holdings.add(new TensorBlock(slope)) : null }
  }

  bend(name: ActivationName, z: Block): Block | null {
    const [second] = this.owner.make<Tensor2D[]>(() => {
      const found = bent(this.constants, name, tensorOf(z))
      return found ? [found] : []
    })
    return second ? this.holdings.add(new TensorBlock(second)) : null
  }

  multiply(x: Block, y: Block): Block {
    return this.made(() => mul(tensorOf(x), tensorOf(y)), x)
  }

  add(x: Block, y: Block): Block {
    return this.made(() => add(tensorOf(x), tensorOf(y)), x)
  }

  copy(x: Block): Block {
    return this.made(() => clone(tensorOf(x)))
  }

  maxima(windows: Windows, a: Block): Block {
    return this.made(() => maximaOf(this.constants, windows, tensorOf(a)))
  }

  pool(windows: Windows, a: Block, at: Block | null): Block {
    return this.made(() => pooled(this.constants, windows, tensorOf(a), at && tensorOf(at)))
  }

  unpool(windows: Windows, dz: Block, at: Block | null): Block {
    return this.made(() => unpooled(this.constants, windows, tensorOf(dz), at && tensorOf(at)))
  }

  products(shape: Products, x: Block, y: Block, plus?: Block): Block {
    return this.added(() => productsWithin(this.constants, shape, tensorOf(x), tensorOf(y)), plus)
  }

  causalSoftmax(places: number, z: Block): Block {
    return this.made(() => causal(this.constants, places, tensorOf(z)), z)
  }

  contract(groups: Groups, scale: number, x: Block | null, y: Block, z: Block | null, plus?: Block): Block {
    return this.added(() => contracted(this.constants, groups, scale, x && tensorOf(x), tensorOf(y), z && tensorOf(z)), plus)
  }

  lengths(scale: number, x: Block, y: Block | null): Block {
    return this.made(() => lengths(this.constants, scale, tensorOf(x), y && tensorOf(y)))
  }

  normalize(groups: Groups, x: Block): { readonly y: Block; readonly r: Block } {
    const [y, r] = this.owner.make<Tensor2D[]>(() => normalized(this.constants, groups, tensorOf(x)))
    return { y: this.holdings.add(new TensorBlock(y)), r: this.holdings.add(new TensorBlock(r)) }
  }

  residuals(loss: LossKind, f: Block, Y: Targets, rows: Int32Array | null, from: number): Block {
    return this.made(() => residualsOf(loss, tensorOf(f), this.rowsOf(this.constants.targets(Y, f.width), rows, from, f.rows)))
  }

  curvature(loss: LossKind, f: Block, u: Block): Block {
    return this.made(() => curved(loss, tensorOf(f), tensorOf(u)), u)
  }

  gram(D: Block, E: Block, scale: number, _lower: boolean, plus?: Matrix): Matrix {
    return this.madeMatrix(() => {
      const products = asMatrix(
        longProduct(asStack(tensorOf(D), 1, D.rows, D.width), asStack(transposed(tensorOf(E)), 1, E.width, E.rows)),
        D.rows,
        E.rows,
      )
      const G: Tensor2D = scale === 1 ? products : mul(products, this.constants.number(scale))
      return plus ? add(tensorOf(plus), G) : G
    }, plus)
  }

  mirror(A: Matrix): Matrix {
    const n = A.rows
    return this.madeMatrix(() => {
      const index = range(0, n)
      const lower = greaterEqual(reshape(index, [n, 1]), reshape(index, [1, n]))
      return where(lower, tensorOf(A), transposed(tensorOf(A)))
    }, A)
  }

  multiplyMatrix(A: Matrix, B: Matrix): Matrix {
    return this.madeMatrix(() => mul(tensorOf(A), tensorOf(B)), A)
  }

  addMatrix(A: Matrix, B: Matrix): Matrix {
    return this.madeMatrix(() => add(tensorOf(A), tensorOf(B)), A)
  }

  stepped(
    rule: Rule,
    from: ArmVectors,
    sum: Vector,
    count: number,
    eta: number,
    settings: Settings,
    changed: readonly string[],
  ): ArmVectors {
    const vectors = [sum, from.theta, ...changed.map(name => from.state[name])].map(vectorOf)
    const [gradient, theta, ...kept] = vectors.map(vector => vector.flat())
    const made = this.owner.make(() => {
      const state = Object.fromEntries(changed.map((name, i) => [name, kept[i]]))
      const next = stepped<Tensor1D>(value => this.constants.number(value), rule, theta, state, gradient, count, eta, settings)
      return [next.theta, ...changed.map(name => next.state[name])]
    })
    this.free(sum)
    const next = made.map((flat, i) => this.holdings.add(this.like(vectors[i + 1], flat)))
    return { theta: next[0], state: Object.fromEntries(changed.map((name, i) => [name, next[i + 1]])) }
  }

  reach(x: Vector, reach: Vector | null): Vector {
    const [entries, before] = [vectorOf(x).flat(), reach && vectorOf(reach).flat()]
    const [flat] = this.owner.make(() => [before ? maximum(before, abs(entries)) : abs(entries)])
    if (reach) this.free(reach)
    return this.holdings.add(this.like(vectorOf(x), flat))
  }

  async within(limit: number, reach: Vector, vectors: readonly Vector[]): Promise<boolean[]> {
    const [most, ...all] = [reach, ...vectors].map(vector => byCopy(vectorOf(vector)))
    const found = await this.readBack(() => {
      // A largest entry may hide NaN, a sum does not; it is scaled so that finite numbers have a finite sum.
      const sums = all.map(x => sum<Tensor1D>(abs(mul(x(), this.constants.number(TINY))), 1))
      return concat<Tensor1D>([max<Tensor1D>(most(), 1), ...sums])
    })
    this.constants.clear()
    const { copies } = vectorOf(reach)
    const fits = Array.from({ length: copies }, (_, r) => found[r] <= limit)
    let at = copies
    for (const vector of vectors.map(vectorOf)) {
      const sums = found.subarray(at, at + vector.copies)
      for (let r = 0; r < copies; r++) fits[r] &&= Number.isFinite(sums[r % vector.copies])
      at += vector.copies
    }
    return fits
  }

  repeat(x: Vector, copies: number): Vector {
    const { segments, length } = vectorOf(x)
    const flat = vectorOf(x).flat()
    const [whole] = this.owner.make(() => [asRow(tile(asMatrix(flat, 1, length), [copies, 1]))])
    return this.holdings.add(new TensorVector(this.owner, segments, whole, copies))
  }

  private like({ segments, copies }: TensorVector, flat: Tensor1D): TensorVector {
    return new TensorVector(this.owner, segments, flat, copies)
  }

  private async readBack(body: () => Tensor): Promise<Float32Array> {
    try {
      return await this.owner.fetch(body)
    } catch (error) {
      throw await this.owner.explain(error)
    }
  }

  private made(body: () => Tensor2D, spent?: Block): TensorBlock {
    const [tensor] = this.owner.make(() => [body()])
    if (spent) this.free(spent)
    return this.holdings.add(new TensorBlock(tensor))
  }

  private madeMatrix(body: () => Tensor2D, spent?: Matrix): TensorMatrix {
    const [tensor] = this.owner.make(() => [body()])
    if (spent) this.free(spent)
    return this.holdings.add(new TensorMatrix(tensor))
  }

  private added(body: () => Tensor2D, plus?: Block): TensorBlock {
    return this.made(() => (plus ? add(tensorOf(plus), body()) : body()), plus)
  }

  private rowsOf(all: Tensor2D, rows: Int32Array | null, from: number, count: number): Tensor2D {
    if (rows) return gather(all, this.constants.rows(rows.subarray(from, from + count)))
    return count === all.shape[0] ? clone(all) : slice(all, [from, 0], [count, all.shape[1]])
  }
}
