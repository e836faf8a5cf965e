/**
 * Vectors of the length of θ as tensors: in one piece for the steps of optimizers, and cut into W and b for the layers.
 *
 *     const theta = new TensorVector(owner, segmentsOf(maps, length), flat)
 *     theta.weights(map)                      // out×taps, cut once
 *     sum.add(map, dW, db)                    // a sum grows piece by piece, and is joined when it is read
 */

import { add, concat, pad, type Rank, slice, type Tensor, type Tensor1D, type Tensor2D, zeros } from '@tensorflow/tfjs-core'
import type { Affine, Vector } from '../machine/machine'
import { transposed } from '../tfjs/ops'
import type { TensorOwner } from '../tfjs/tensorOwner'
import type { Holding } from './holdings'
import { asMatrix, asRow, cutOut } from './shapes'

/** A piece of a flat vector: W (rows×columns), b (1×columns), or what no layer uses (1×columns). */
interface Segment {
  readonly from: number
  readonly rows: number
  readonly columns: number
}

/** The pieces of a flat vector of that length, in order and without gaps. */
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
  private readonly cuts = new Map<string, Tensor2D>()
  /** The pieces of a sum that are not zero, by segment, while `whole` is null. */
  private pieces = new Map<Segment, Tensor2D>()

  /** @param whole all numbers, or null for zeros */
  constructor(
    private readonly owner: TensorOwner,
    readonly segments: readonly Segment[],
    private whole: Tensor1D | null,
  ) {}

  get length(): number {
    const last = this.segments[this.segments.length - 1]
    return last ? last.from + sizeOf(last) : 0
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
        return piece ? asRow(piece) : zeros<Rank.R1>([sizeOf(segment)])
      })
    const [whole] = this.owner.make(() => [concat<Tensor1D>(parts())])
    this.owner.free(pieces)
    this.pieces = new Map()
    this.whole = whole
    return whole
  }

  /** W of a map, out×taps; of a map that is part of a layer, that part. */
  weights(map: Affine): Tensor2D {
    return this.cut(`W${placeOf(map)}`, () => this.part(map))
  }

  /** Wᵀ, taps×out. */
  weightsTransposed(map: Affine): Tensor2D {
    const W = this.weights(map)
    return this.cut(`T${placeOf(map)}`, () => transposed(W))
  }

  /** b, 1×out. */
  bias({ biasAt, out }: Affine): Tensor2D {
    const whole = this.flat()
    return this.cut(`b${biasAt}:${out}`, () => asMatrix(slice(whole, biasAt, out), 1, out))
  }

  /** Adds to the parts of W and b that the map names; both are spent. */
  add(map: Affine, dW: Tensor2D, db: Tensor2D | null): void {
    this.open()
    const segment = this.segmentAt(map.weightAt)
    const row = Math.floor((map.weightAt - segment.from) / segment.columns)
    this.grow(segment, dW, row, (map.weightAt - segment.from) % segment.columns)
    if (!db) return
    const bias = this.segmentAt(map.biasAt)
    this.grow(bias, db, 0, map.biasAt - bias.from)
  }

  private part({ weightAt, out, taps }: Affine): Tensor2D {
    const segment = this.segmentAt(weightAt)
    const { from, rows, columns } = segment
    const W = asMatrix(slice(this.flat(), from, sizeOf(segment)), rows, columns)
    if (out === rows && taps === columns) return W
    return cutOut(W, Math.floor((weightAt - from) / columns), (weightAt - from) % columns, out, taps)
  }

  private cut(name: string, body: () => Tensor2D): Tensor2D {
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
    const made = this.owner.make(() =>
      this.segments.map(segment => asMatrix(slice(whole, segment.from, sizeOf(segment)), segment.rows, segment.columns)),
    )
    this.owner.free([whole, ...this.cuts.values()])
    this.cuts.clear()
    this.whole = null
    this.pieces = new Map(this.segments.map((segment, i) => [segment, made[i]]))
  }

  private grow(segment: Segment, part: Tensor2D, row: number, column: number): void {
    const { rows, columns } = segment
    const [height, width] = part.shape
    const partial = height !== rows || width !== columns
    const known = this.pieces.get(segment)
    if (!partial && !known) {
      this.pieces.set(segment, part)
      return
    }
    const [sum] = this.owner.make(() => {
      const widened: Tensor2D = partial
        ? pad(part, [
            [row, rows - row - height],
            [column, columns - column - width],
          ])
        : part
      return [known ? add<Tensor2D>(known, widened) : widened]
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
