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

const disposed = () => new DisposedError('machine', 'create another one')

/** A line more where panels would begin at equal places of the cache. */
const pitchOf = (width: number) => LINE * width + (width % 64 === 0 ? 2 * LINE : 0)

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
      keep(result, scope)
      return result
    } finally {
      this.depth--
      const { made } = this
      let kept = mark
      for (let i = mark; i < made.length; i++)
        if (made[i].scope !== scope) this.release(made[i])
        else if (this.depth > 0) made[kept++] = made[i]
      made.length = kept
    }
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
    const { lanes } = this
    const stage = this.stage(8 * lanes * width)
    const { f64 } = this.heap
    for (let i = 0, panel = block.address; i < count; i += lanes, panel += block.pitch) {
      const height = Math.min(lanes, count - i)
      let to = stage >> 3
      for (let h = 0; h < height; h++) {
        let at = (rows ? rows[from + i + h] : from + i + h) * width
        for (const end = to + width; to < end; ) f64[to++] = X[at++]
      }
      this.kernels.fromRows(stage, height, width, panel)
    }
    return block
  }

  async read(held: Held): Promise<Float64Array> {
    return this.values(held).slice()
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
    return this.hold(new WasmBlock(rows, width, pitch, panels, this.take(panels * pitch, 'A block of samples')))
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

  /** Overwrites a block with numbers row by row; lanes beyond the last row become zero. */
  protected fillBlock({ rows, width, pitch, address }: WasmBlock, values: Float64Array): void {
    const { lanes } = this
    const stage = this.stage(8 * lanes * width)
    const { f64 } = this.heap
    for (let i = 0, panel = address, from = 0; i < rows; i += lanes, panel += pitch) {
      const height = Math.min(lanes, rows - i)
      for (let k = 0, to = stage >> 3; k < height * width; k++) f64[to++] = values[from++]
      this.kernels.fromRows(stage, height, width, panel)
    }
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

  protected take(bytes: number, what: string): number {
    if (this.gone) throw disposed()
    return this.heap.take(bytes, what)
  }

  private blockValues({ rows, width, pitch, address }: WasmBlock): Float64Array {
    const { lanes } = this
    const values = new Float64Array(rows * width)
    const stage = this.stage(8 * lanes * width)
    const { f64 } = this.heap
    for (let i = 0, panel = address, to = 0; i < rows; i += lanes, panel += pitch) {
      const height = Math.min(lanes, rows - i)
      this.kernels.toRows(panel, height, width, stage)
      for (let k = 0, from = stage >> 3; k < height * width; k++) values[to++] = f64[from++]
    }
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
    return this.precision === 'f64' ? this.heap.f64.subarray(at, at + length) : new Float64Array(this.heap.f32.subarray(at, at + length))
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

/** Marks the handles in what a scope returns. */
function keep(value: unknown, scope: number): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
  if (value instanceof Cell) value.scope = scope
  else for (const part of Object.values(value)) keep(part, scope)
}
