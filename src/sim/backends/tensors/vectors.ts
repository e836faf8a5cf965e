/**
 * Vectors of the length of θ as tensors: in one piece for the steps of optimizers, and cut into W and b for the layers. A vector
 * holds one copy after another, as for the replicas of a net; what is cut out of it is a stack with a matrix for each copy.
 *
 *     const theta = new TensorVector(owner, segmentsOf(maps, length), flat)
 *     theta.weights(map)                      // copies×out×taps, cut once
 *     sum.add(map, dW, db)                    // a sum grows piece by piece, and is joined when it is read
 */

import { add, concat, pad, type Rank, slice, type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, zeros } from '@tensorflow/tfjs-core'
import type { Affine, Vector } from '../machine/machine'
import { transposed } from '../tfjs/ops'
import type { TensorOwner } from '../tfjs/tensorOwner'
import type { Holding } from './holdings'
import { asMatrix, asRow, asStack, cutOut } from './shapes'

/** A piece of every copy: W (rows×columns), b (1×columns), or what no layer uses (1×columns). */
interface Segment {
  readonly from: number
  readonly rows: number
  readonly columns: number
}

/** The pieces of a copy of that length, in order and without gaps. */
export function segmentsOf(maps: readonly Affine[], length: number): readonly Segment[] {
  const used = maps.flatMap(({ weightAt, out, taps, biasAt }) => {
    const weights = { from: weightAt, rows: out, columns: taps }
    return biasAt < 0 ? [weights] : [weights, { from: biasAt, rows: 1, columns: out }]
  })
  const segments: Segment[] = []
  let at = 0
  const fill = (end: number) => {
    if (end > at) segments.push({ from: at, rows: 1, columns: end - at })
  }
  for (const segment of used.sort((a, b) => a.from - b.from)) {
    fill(segment.from)
    segments.push(segment)
    at = segment.from + segment.rows * segment.columns
  }
  fill(length)
  return segments
}

const sizeOf = ({ rows, columns }: Segment) => rows * columns

export class TensorVector implements Vector, Holding {
  /** Cuts of `whole`, by name; they live as long as it. */
  private readonly cuts = new Map<string, Tensor3D>()
  /** The pieces of a sum that are not zero, by segment, while `whole` is null. */
  private pieces = new Map<Segment, Tensor3D>()

  /** Numbers of one copy. */
  private readonly size: number

  /** @param whole all numbers, or null for zeros */
  constructor(
    private readonly owner: TensorOwner,
    readonly segments: readonly Segment[],
    private whole: Tensor1D | null,
    readonly copies = 1,
  ) {
    const last = segments[segments.length - 1]
    this.size = last ? last.from + sizeOf(last) : 0
  }

  get length(): number {
    return this.copies * this.size
  }

  tensors(): readonly Tensor[] {
    return [...(this.whole ? [this.whole] : []), ...this.cuts.values(), ...this.pieces.values()]
  }

  /** All numbers in one piece. */
  flat(): Tensor1D {
    if (this.whole) return this.whole
    const pieces = [...this.pieces.values()]
    const parts = () =>
      this.segments.map(segment => {
        const piece = this.pieces.get(segment)
        return piece ? asMatrix(piece, this.copies, sizeOf(segment)) : zeros<Rank.R2>([this.copies, sizeOf(segment)])
      })
    const [whole] = this.owner.make(() => [asRow(concat<Tensor2D>(parts(), 1))])
    this.owner.free(pieces)
    this.pieces = new Map()
    this.whole = whole
    return whole
  }

  /** W of a map, copies×out×taps; of a map that is part of a layer, that part. */
  weights(map: Affine): Tensor3D {
    return this.cut(`W${placeOf(map)}`, () => this.part(map))
  }

  /** Wᵀ, copies×taps×out. */
  weightsTransposed(map: Affine): Tensor3D {
    const W = this.weights(map)
    return this.cut(`T${placeOf(map)}`, () => transposed(W))
  }

  /** b, copies×1×out. */
  bias({ biasAt, out }: Affine): Tensor3D {
    return this.cut(`b${biasAt}:${out}`, () => this.between(biasAt, 1, out))
  }

  /** Adds to the parts of W and b that the map names, copies×out×taps and copies×1×out; both are spent. */
  add(map: Affine, dW: Tensor3D, db: Tensor3D | null): void {
    this.open()
    const segment = this.segmentAt(map.weightAt)
    const row = Math.floor((map.weightAt - segment.from) / segment.columns)
    this.grow(segment, dW, row, (map.weightAt - segment.from) % segment.columns)
    if (!db) return
    const bias = this.segmentAt(map.biasAt)
    this.grow(bias, db, 0, map.biasAt - bias.from)
  }

  private part({ weightAt, out, taps }: Affine): Tensor3D {
    const { from, rows, columns } = this.segmentAt(weightAt)
    const W = this.between(from, rows, columns)
    if (out === rows && taps === columns) return W
    return cutOut(W, Math.floor((weightAt - from) / columns), (weightAt - from) % columns, out, taps)
  }

  /** The numbers from … on of every copy, as a matrix each. */
  private between(from: number, rows: number, columns: number): Tensor3D {
    const whole = asMatrix(this.flat(), this.copies, this.size)
    return asStack(slice<Rank.R2, Tensor2D>(whole, [0, from], [this.copies, rows * columns]), this.copies, rows, columns)
  }

  private cut(name: string, body: () => Tensor3D): Tensor3D {
    const known = this.cuts.get(name)
    if (known) return known
    this.flat()
    const [made] = this.owner.make(() => [body()])
    this.cuts.set(name, made)
    return made
  }

  /** Into pieces, to be added to. */
  private open(): void {
    const { whole } = this
    if (!whole) return
    const made = this.owner.make(() => this.segments.map(({ from, rows, columns }) => this.between(from, rows, columns)))
    this.owner.free([whole, ...this.cuts.values()])
    this.cuts.clear()
    this.whole = null
    this.pieces = new Map(this.segments.map((segment, i) => [segment, made[i]]))
  }

  private grow(segment: Segment, part: Tensor3D, row: number, column: number): void {
    const { rows, columns } = segment
    const [, height, width] = part.shape
    const partial = height !== rows || width !== columns
    const known = this.pieces.get(segment)
    if (!partial && !known) {
      this.pieces.set(segment, part)
      return
    }
    const [sum] = this.owner.make(() => {
      const widened: Tensor3D = partial
        ? pad(part, [
            [0, 0],
            [row, rows - row - height],
            [column, columns - column - width],
          ])
        : part
      return [known ? add<Tensor3D>(known, widened) : widened]
    })
    this.owner.free(known ? [known, part] : [part])
    this.pieces.set(segment, sum)
  }

  private segmentAt(at: number): Segment {
    const found = this.segments.find(segment => at >= segment.from && at < segment.from + sizeOf(segment))
    if (!found) throw new RangeError(`No layer of this vector has an entry ${at}`)
    return found
  }
}

const placeOf = ({ weightAt, out, taps }: Affine) => `${weightAt}:${out}:${taps}`
