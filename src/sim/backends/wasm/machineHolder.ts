/** What the wasm machine holds: blocks, vectors and matrices in its memory, who frees them, and how they are filled and read. */

import { DisposedError, Fault } from '../../../lib/fault'
import type { Affine, Block, Held, Matrix, Vector } from '../machine/machine'
import type { Precision } from '../types'
import { Heap } from './machineHeap'
import type { NetKernels } from './machineKernels'
import type { Instance } from './module'

/** Bytes of a line: as many samples as fit stand side by side (assembly/net/lanes.ts). */
export const LINE = 32

/** Something held; its address is 0 once it is freed. */
export abstract class Cell {
  /** The last scope that returned it. */
  scope = 0
  /** No scope frees it. */
  kept = false
  constructor(
    public address: number,
    readonly bytes: number,
  ) {}
}

/** Panels of samples, `pitch` bytes apart, a line for each number of a sample. */
export class WasmBlock extends Cell implements Block {
  constructor(
    readonly rows: number,
    readonly width: number,
    readonly pitch: number,
    readonly panels: number,
    address: number,
  ) {
    super(address, panels * pitch)
  }
}

/** Numbers side by side, and zeros up to the end of the line. */
export class WasmVector extends Cell implements Vector {
  constructor(
    readonly length: number,
    address: number,
    bytes: number,
  ) {
    super(address, bytes)
  }
}

/** Rows of `stride` numbers; rows and columns are filled up to whole panels with anything. */
export class WasmMatrix extends Cell implements Matrix {
  constructor(
    readonly rows: number,
    readonly columns: number,
    readonly stride: number,
    address: number,
    bytes: number,
  ) {
    super(address, bytes)
  }
}

/** Bytes of rows on their way in or out at a time, where one panel has no more. */
const STAGE = 0x40000

const disposed = () => new DisposedError('machine', 'create another one')

/** Two lines more where panels would begin at equal places of the cache. */
const GAP = 2 * LINE
const pitchOf = (width: number) => LINE * width + (width % 64 === 0 ? GAP : 0)

export class Holder {
  protected readonly heap: Heap
  protected readonly kernels: NetKernels
  /** Bytes of a number, and samples in a line. */
  protected readonly size: number
  protected readonly lanes: number
  private readonly made: Cell[] = []
  private depth = 0
  private scopes = 0
  private bytes = 0
  private count = 0
  private stageAt = 0
  private stageBytes = 0
  private gone = false

  constructor(
    instance: Instance & { readonly kernels: NetKernels },
    readonly precision: Precision,
  ) {
    this.heap = new Heap(instance.memory, instance.heapBase())
    this.kernels = instance.kernels
    this.size = precision === 'f64' ? 8 : 4
    this.lanes = LINE / this.size
  }

  scope<T>(body: () => T): T {
    const mark = this.made.length
    const scope = ++this.scopes
    this.depth++
    try {
      const result = body()
      returnFrom(scope, result)
      return result
    } finally {
      this.depth--
      const { made } = this
      let kept = mark
      for (let i = mark; i < made.length; i++)
        if (made[i].kept) continue
        else if (made[i].scope !== scope) this.release(made[i])
        else if (this.depth > 0) made[kept++] = made[i]
      made.length = kept
    }
  }

  keep<H extends Held>(held: H): H {
    this.at(held)
    ;(held as Held & Cell).kept = true
    return held
  }

  free(...held: readonly (Held | null | undefined)[]): void {
    for (const one of held) if (one) this.release(one as Held & Cell)
  }

  usage() {
    return { bytes: this.bytes, held: this.count }
  }

  dispose(): void {
    this.gone = true
  }

  vector(values: Float64Array, _maps: readonly Affine[]): Vector {
    const x = this.newVector(values.length)
    this.write(x, values)
    return x
  }

  zeros({ length }: Vector): Vector {
    return this.newVector(length)
  }

  block(values: Float64Array, width: number): Block {
    const block = this.newBlock(values.length / width, width)
    this.fillBlock(block, values)
    return block
  }

  matrix(rows: number, columns: number, value: number): Matrix {
    return this.newMatrix(rows, columns, value)
  }

  gather(X: Float64Array, width: number, rows: Int32Array | null, from: number, count: number): Block {
    const block = this.newBlock(count, width)
    if (!rows) {
      this.fillBlock(block, X, from * width)
      return block
    }
    this.eachPart(block, (stage, first, height, panel) => {
      const { f64 } = this.heap
      for (let i = 0, to = stage >> 3; i < height; i++) {
        let at = rows[from + first + i] * width
        for (const end = to + width; to < end; ) f64[to++] = X[at++]
      }
      this.kernels.fromRows(stage, height, width, panel, block.pitch)
    })
    return block
  }

  async read(held: Held): Promise<Float64Array> {
    return this.values(held)
  }

  values(held: Held): Float64Array {
    this.at(held)
    if (held instanceof WasmBlock) return this.blockValues(held)
    if (held instanceof WasmMatrix) return this.matrixValues(held)
    const { address, length } = held as WasmVector
    return this.numbers(address, length)
  }

  write(to: Vector, values: Float64Array): void {
    const at = this.at(to) / this.size
    if (this.precision === 'f64') this.heap.f64.set(values, at)
    else this.heap.f32.set(values, at)
  }

  clear(x: Vector): void {
    const at = this.at(x) >> 3
    this.heap.f64.fill(0, at, at + ((x as WasmVector).bytes >> 3))
  }

  /** The address of what is held. */
  protected at(held: Held): number {
    const { address } = held as Held & Cell
    if (this.gone) throw disposed()
    if (address === 0) throw new Fault('A block, vector or matrix was used after it was freed', 'return it from the scope that makes it')
    return address
  }

  protected newBlock(rows: number, width: number): WasmBlock {
    const panels = Math.ceil(rows / this.lanes)
    const pitch = pitchOf(width)
    const block = this.hold(new WasmBlock(rows, width, pitch, panels, this.take(panels * pitch, 'A block of samples')))
    // What lies between panels is computed with like the rest: with zeros, not with what was left there.
    if (pitch > LINE * width) for (let at = block.address + LINE * width; at < block.address + block.bytes; at += pitch) this.clearLines(at)
    return block
  }

  protected newMatrix(rows: number, columns: number, value: number): WasmMatrix {
    const stride = Math.ceil(columns / this.lanes) * this.lanes
    const bytes = Math.ceil(rows / this.lanes) * this.lanes * stride * this.size
    const matrix = this.hold(new WasmMatrix(rows, columns, stride, this.take(bytes, `A ${rows}×${columns} matrix`), bytes))
    this.kernels.fill(matrix.address, bytes, value)
    return matrix
  }

  protected newVector(length: number): WasmVector {
    const bytes = Math.ceil((length * this.size) / LINE) * LINE
    const vector = this.hold(new WasmVector(length, this.take(bytes, 'A vector of parameters'), bytes))
    this.clear(vector)
    return vector
  }

  /** Overwrites a block with numbers row by row, from `start` on; lanes beyond the last row become zero. */
  protected fillBlock(block: WasmBlock, values: Float64Array, start = 0): void {
    const { width, pitch } = block
    this.eachPart(block, (stage, first, height, panel) => {
      const from = start + first * width
      copyInto(this.heap.f64, stage >> 3, values, from, height * width)
      this.kernels.fromRows(stage, height, width, panel, pitch)
    })
  }

  /** Visits a block by groups of whole panels, each with room for its rows. */
  private eachPart(
    { rows, width, pitch, address }: WasmBlock,
    visit: (stage: number, first: number, height: number, panel: number) => void,
  ): void {
    const panels = Math.max(1, Math.floor(STAGE / (8 * width * this.lanes)))
    const most = panels * this.lanes
    const stage = this.stage(8 * width * Math.min(most, rows))
    for (let first = 0, panel = address; first < rows; first += most, panel += panels * pitch)
      visit(stage, first, Math.min(most, rows - first), panel)
  }

  /** Memory for rows of float64 on their way in or out: until the next call. */
  protected stage(bytes: number): number {
    if (bytes > this.stageBytes) {
      if (this.stageBytes > 0) this.heap.give(this.stageAt, this.stageBytes)
      this.stageBytes = 0
      this.stageAt = this.take(bytes, 'A group of samples')
      this.stageBytes = bytes
    }
    return this.stageAt
  }

  private clearLines(address: number): void {
    const { f64 } = this.heap
    for (let k = address >> 3, end = (address + GAP) >> 3; k < end; k++) f64[k] = 0
  }

  protected take(bytes: number, what: string): number {
    if (this.gone) throw disposed()
    return this.heap.take(bytes, what)
  }

  private blockValues(block: WasmBlock): Float64Array {
    const { rows, width, pitch } = block
    const values = new Float64Array(rows * width)
    this.eachPart(block, (stage, first, height, panel) => {
      this.kernels.toRows(panel, pitch, height, width, stage)
      copyInto(values, first * width, this.heap.f64, stage >> 3, height * width)
    })
    return values
  }

  private matrixValues({ rows, columns, stride, address }: WasmMatrix): Float64Array {
    if (stride === columns) return this.numbers(address, rows * columns)
    const values = new Float64Array(rows * columns)
    for (let i = 0; i < rows; i++) values.set(this.numbers(address + i * stride * this.size, columns), i * columns)
    return values
  }

  private numbers(address: number, length: number): Float64Array {
    const at = address / this.size
    return this.precision === 'f64' ? this.heap.f64.slice(at, at + length) : new Float64Array(this.heap.f32.subarray(at, at + length))
  }

  private hold<C extends Cell>(cell: C): C {
    this.bytes += cell.bytes
    this.count++
    if (this.depth > 0) this.made.push(cell)
    return cell
  }

  private release(cell: Cell): void {
    if (cell.address === 0) return
    this.heap.give(cell.address, cell.bytes)
    cell.address = 0
    this.bytes -= cell.bytes
    this.count--
  }
}

/** Copies `count` numbers: few of them one by one, for a view costs more. */
function copyInto(to: Float64Array, at: number, from: Float64Array, start: number, count: number): void {
  if (count > 200) to.set(from.subarray(start, start + count), at)
  else for (let k = 0; k < count; k++) to[at + k] = from[start + k]
}

/** Marks the handles in what a scope returns. */
function returnFrom(scope: number, value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
  if (value instanceof Cell) value.scope = scope
  else if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
    for (const part of Object.values(value)) returnFrom(scope, part)
}
