/**
 * The machine in plain-SIMD WebAssembly, float64 or float32, one thread: the kernels of `assembly/net.ts` on memory of its
 * own. Samples are lanes, so that every number is summed in the order of the plain machine: float64 has its bits, float32
 * the same bits in every engine. Residuals, softmax and losses are computed in float64 in both.
 *
 *     const machine = await createWasmMachine('f64', eigh)
 */

import { type Eigen, type Eigh, eigh } from '../../../lib/eigen'
import type { Rule, Settings } from '../../../lib/optimizers'
import { type ActivationName, activate, secondDerivative } from '../machine/activation'
import { applyCurvature, type LossKind, residualsOf, type Targets } from '../machine/loss'
import type { Affine, ArmVectors, Block, HostMachine, Matrix, Vector, Windows } from '../machine/machine'
import { DEPTH } from '../machine/views'
import type { Precision } from '../types'
import { type Cell, LINE, type WasmBlock, type WasmMatrix, type WasmVector } from './machineHolder'
import { compileNetKernels, instantiateNetKernels, type NetKernels } from './machineKernels'
import { stepByKernels } from './machineRules'
import { searchLeading } from './machineSearch'
import { TapTables } from './machineTables'
import { WithinSamples } from './machineWithin'
import type { Instance } from './module'

/** A machine with its own instance and memory, which are freed when it is dropped. */
export async function createWasmMachine(precision: Precision, eigh?: Eigh): Promise<HostMachine> {
  return new WasmMachine(await instantiateNetKernels(await compileNetKernels(), precision), precision, eigh)
}

class WasmMachine extends WithinSamples implements HostMachine {
  private readonly tables: TapTables

  constructor(
    instance: Instance & { readonly kernels: NetKernels },
    precision: Precision,
    readonly eigh: Eigh | undefined,
  ) {
    super(instance, precision)
    this.tables = new TapTables(this.heap)
  }

  linear(map: Affine, theta: Vector, a: Block, bias: boolean, plus?: Block): Block {
    const { out, taps, places, inputs, table, scale, weightAt, stride, biasAt } = map
    const from = this.at(theta)
    const x = this.atBlock(a)
    const z = plus ? this.atBlock(plus) : this.newBlock(a.rows, out * places)
    const W = from + weightAt * this.size
    const b = bias && biasAt >= 0 ? from + biasAt * this.size : 0
    const ld = stride * this.size
    const add = plus ? 1 : 0
    if (!table) {
      this.kernels.forward(W, ld, x.address, x.pitch, z.address, z.pitch, x.panels, out, taps, scale, add, b)
      return z
    }
    const { seen } = this.tables.of(map, table)
    const room = LINE * (inputs + 1)
    const panel = this.take(room, 'A convolution')
    for (let p = 0; p < x.panels; p++) {
      this.kernels.guard(x.address + p * x.pitch, inputs, panel)
      this.kernels.convolve(W, ld, panel, seen, z.address + p * z.pitch, out, taps, places, scale, add, b)
    }
    this.heap.give(panel, room)
    return z
  }

  transposed(map: Affine, theta: Vector, dz: Block, plus?: Block): Block {
    const { out, taps, places, inputs, table, scale, weightAt, stride } = map
    const W = this.at(theta) + weightAt * this.size
    const u = this.atBlock(dz)
    const da = plus ? this.atBlock(plus) : this.newBlock(dz.rows, inputs)
    const ld = stride * this.size
    const room = table ? 4 * LINE * places : 4 * this.size * DEPTH
    const taken = table ? this.tables.of(map, table).taken : 0
    const scratch = this.take(room, 'A layer')
    if (!table) this.kernels.backward(W, ld, u.address, u.pitch, da.address, da.pitch, u.panels, inputs, out, scale, plus ? 1 : 0, scratch)
    else {
      if (!plus) this.kernels.fill(da.address, da.bytes, 0)
      const edge = LINE * inputs
      for (let p = 0; p < u.panels; p++) {
        const [from, to] = [u.address + p * u.pitch, da.address + p * da.pitch]
        this.kernels.spreadBack(W, ld, from, taken, to, out, taps, places, scale, scratch, edge)
      }
    }
    this.heap.give(scratch, room)
    return da
  }

  addGradient(map: Affine, dz: Block, a: Block, sum: Vector, bias: boolean): void {
    const { out, taps, places, inputs, table, scale, weightAt, stride, biasAt } = map
    const to = this.at(sum)
    const [u, x] = [this.atBlock(dz), this.atBlock(a)]
    const W = to + weightAt * this.size
    const b = bias && biasAt >= 0 ? to + biasAt * this.size : 0
    const ld = stride * this.size
    const { lanes, kernels } = this
    if (!table) {
      const room = LINE * kernels.scratchLines(u.rows)
      const scratch = this.take(room, 'A layer')
      kernels.weights(u.address, u.pitch, x.address, x.pitch, u.rows, out, inputs, scale, scratch, W, ld, b)
      this.heap.give(scratch, room)
      return
    }
    const { taken } = this.tables.of(map, table)
    const guarded = LINE * (inputs + 1)
    const room = guarded + 4 * LINE * Math.ceil(places / DEPTH)
    const panel = this.take(room, 'A convolution')
    for (let p = 0; p < u.panels; p++) {
      const rows = Math.min(lanes, u.rows - p * lanes)
      kernels.guard(x.address + p * x.pitch, inputs, panel)
      kernels.addFilters(u.address + p * u.pitch, panel, taken, rows, out, taps, places, scale, W, ld, b, panel + guarded)
    }
    this.heap.give(panel, room)
  }

  sampleGradients(map: Affine, dz: Block, a: Block, first: number, count: number): Block {
    const { taps, places, inputs, table, scale, biasAt } = map
    const [u, x] = [this.atBlock(dz), this.atBlock(a)]
    const bias = biasAt < 0 ? 0 : 1
    const J = this.newBlock(dz.rows, count * (taps + bias))
    const from = u.address + LINE * first * places
    if (!table) {
      this.kernels.outer(from, u.pitch, x.address, x.pitch, u.panels, count, taps, scale, bias, J.address, J.pitch)
      return J
    }
    const { taken } = this.tables.of(map, table)
    const room = LINE * (inputs + 1)
    const panel = this.take(room, 'A convolution')
    for (let p = 0; p < u.panels; p++) {
      this.kernels.guard(x.address + p * x.pitch, inputs, panel)
      this.kernels.sampleFilters(from + p * u.pitch, panel, taken, count, taps, places, scale, bias, J.address + p * J.pitch)
    }
    this.heap.give(panel, room)
    return J
  }

  activate(name: ActivationName, below: number, z: Block, slopes: boolean): { readonly a: Block; readonly slope: Block | null } {
    const x = this.atBlock(z)
    const a = this.newBlock(z.rows, z.width)
    const slope = slopes ? this.newBlock(z.rows, z.width) : null
    const to = slope ? slope.address : 0
    if (name === 'relu') this.kernels.relu(x.address, x.bytes, a.address, to)
    else if (name === 'leaky-relu' && below !== 0) this.kernels.leaky(x.address, x.bytes, a.address, to, below)
    else if (name === 'leaky-relu') this.kernels.relu(x.address, x.bytes, a.address, to)
    else if (name === 'quadratic') this.kernels.square(x.address, x.bytes, a.address, to)
    else if (name === 'identity') {
      this.heap.f64.copyWithin(a.address >> 3, x.address >> 3, (x.address + x.bytes) >> 3)
      if (slope) this.kernels.fill(slope.address, slope.bytes, 1)
    } else if (!this.kernels.smooth(SMOOTH[name], x.address, x.bytes, a.address, to)) {
      activate(name, below, this.own(x), this.own(a), slope && this.own(slope), x.bytes >> 3)
    }
    return { a, slope }
  }

  bend(name: ActivationName, z: Block): Block | null {
    if (name === 'relu' || name === 'leaky-relu' || name === 'identity') return null
    const x = this.atBlock(z)
    const out = this.newBlock(z.rows, z.width)
    if (name === 'quadratic') this.kernels.fill(out.address, out.bytes, 2)
    else if (!this.kernels.bend(SMOOTH[name], x.address, x.bytes, out.address))
      secondDerivative(name, this.own(x), this.own(out), out.bytes >> 3)
    return out
  }

  multiply(x: Block, y: Block): Block {
    this.kernels.multiply(this.at(x), this.at(y), (x as WasmBlock).bytes)
    return x
  }

  add(x: Block, y: Block): Block {
    this.kernels.add(this.at(x), this.at(y), (x as WasmBlock).bytes)
    return x
  }

  combine<H extends Vector | Block>(to: H, [o, a, b]: readonly [H, H, H], x: number, y: number, from = 0): void {
    const skipped = LINE * Math.floor((from * this.size) / LINE)
    const [u, v, w, t] = [o, a, b, to].map(held => this.at(held) + skipped)
    this.kernels.combine(u, v, w, x, y, t, (to as H & Cell).bytes - skipped)
  }

  copy(x: Block): Block {
    const { address, bytes } = this.atBlock(x)
    const y = this.newBlock(x.rows, x.width)
    this.heap.f64.copyWithin(y.address >> 3, address >> 3, (address + bytes) >> 3)
    return y
  }

  maxima({ channels, height, width, size }: Windows, a: Block): Block {
    const x = this.atBlock(a)
    const at = this.newBlock(a.rows, windows(channels, height, width, size))
    for (let p = 0; p < x.panels; p++)
      this.kernels.maxima(x.address + p * x.pitch, channels, height, width, size, at.address + p * at.pitch)
    return at
  }

  pool({ channels, height, width, size }: Windows, a: Block, at: Block | null): Block {
    const x = this.atBlock(a)
    const places = at && this.atBlock(at)
    const z = this.newBlock(a.rows, windows(channels, height, width, size))
    for (let p = 0; p < x.panels; p++) {
      const [from, to] = [x.address + p * x.pitch, z.address + p * z.pitch]
      if (places) this.kernels.pick(from, places.address + p * places.pitch, z.width, to)
      else this.kernels.average(from, channels, height, width, size, to)
    }
    return z
  }

  unpool({ channels, height, width, size }: Windows, dz: Block, at: Block | null): Block {
    const u = this.atBlock(dz)
    const places = at && this.atBlock(at)
    const da = this.newBlock(dz.rows, channels * height * width)
    this.kernels.fill(da.address, da.bytes, 0)
    for (let p = 0; p < u.panels; p++) {
      const [from, to] = [u.address + p * u.pitch, da.address + p * da.pitch]
      if (places) this.kernels.drop(from, places.address + p * places.pitch, dz.width, to)
      else this.kernels.spread(from, channels, height, width, size, to)
    }
    return da
  }

  residuals(loss: LossKind, f: Block, Y: Targets, rows: Int32Array | null, from: number): Block {
    const values = this.values(f)
    if (loss === 'squared' && Y instanceof Float64Array) subtract(values, f.width, Y, rows, from)
    else residualsOf(loss, f.width, values, Y, rows, from, f.rows, values, null)
    const r = this.newBlock(f.rows, f.width)
    this.fillBlock(r, values)
    return r
  }

  curvature(loss: LossKind, f: Block, u: Block): Block {
    if (loss === 'squared') return u
    const values = this.values(u)
    applyCurvature(loss, f.width, this.values(f), values, u.rows)
    this.fillBlock(u as WasmBlock, values)
    return u
  }

  gram(D: Block, E: Block, scale: number, lower: boolean, plus?: Matrix): Matrix {
    const [d, e] = [this.atBlock(D), this.atBlock(E)]
    const A = plus ? (plus as WasmMatrix) : this.newMatrix(D.rows, E.rows, 0)
    const C = this.at(A)
    this.kernels.gram(d.address, d.pitch, d.panels, e.address, e.pitch, e.panels, d.width, C, A.stride * this.size, scale, lower ? 1 : 0)
    return A
  }

  mirror(A: Matrix): Matrix {
    this.kernels.mirror(this.at(A), A.rows, (A as WasmMatrix).stride * this.size)
    return A
  }

  multiplyMatrix(A: Matrix, B: Matrix): Matrix {
    this.kernels.multiply(this.at(A), this.at(B), (A as WasmMatrix).bytes)
    return A
  }

  addMatrix(A: Matrix, B: Matrix): Matrix {
    this.kernels.add(this.at(A), this.at(B), (A as WasmMatrix).bytes)
    return A
  }

  matrixOf(values: Float64Array, columns: number): Matrix {
    const A = this.newMatrix(values.length / columns, columns, 0)
    const to = this.precision === 'f64' ? this.heap.f64 : this.heap.f32
    for (let i = 0, at = A.address / this.size; i < A.rows; i++, at += A.stride) to.set(values.subarray(i * columns, (i + 1) * columns), at)
    return A
  }

  diagonal(A: Matrix): Float64Array {
    const from = this.at(A) / this.size
    const { stride } = A as WasmMatrix
    const { f64, f32 } = this.heap
    const numbers = this.precision === 'f64' ? f64 : f32
    return Float64Array.from({ length: A.rows }, (_, i) => numbers[from + i * (stride + 1)])
  }

  rowSums(A: Matrix, B: Matrix | null, w: Float64Array): Float64Array {
    const [a, b] = [this.at(A), B ? this.at(B) : 0]
    const { rows, columns, stride } = A as WasmMatrix
    const weights = this.stage(8 * (columns + rows))
    const sums = weights + 8 * columns
    this.heap.f64.set(w, weights >> 3)
    this.kernels.rowSums(a, b, stride * this.size, rows, columns, weights, sums)
    return this.heap.f64.slice(sums >> 3, (sums >> 3) + rows)
  }

  leading(A: Matrix, k: number, tolerance: number): Eigen | null {
    const { rows: n, stride } = A as WasmMatrix
    return searchLeading(
      this.kernels,
      this.heap,
      { address: this.at(A), ld: stride * this.size, n },
      Math.min(k, n),
      tolerance,
      this.eigh ?? eigh,
    )
  }

  step(
    rule: Rule,
    from: ArmVectors,
    sum: Vector,
    count: number,
    eta: number,
    settings: Settings,
    to: ArmVectors,
    changed: readonly string[],
  ): boolean {
    const addresses = ({ theta, state }: ArmVectors) => ({
      theta: this.at(theta),
      state: Object.fromEntries(changed.map(name => [name, this.at(state[name])])),
    })
    const weights = () => ({ from: this.entries(from.state.weights), to: this.entries(to.state.weights) })
    const { bytes } = sum as WasmVector
    return stepByKernels(this.kernels, rule, addresses(from), this.at(sum), bytes, count, eta, settings, addresses(to), weights)
  }

  private atBlock(block: Block): WasmBlock {
    this.at(block)
    return block as WasmBlock
  }

  /** A vector's own numbers. */
  private entries(x: Vector): Float64Array | Float32Array {
    const at = this.at(x) / this.size
    const { f64, f32 } = this.heap
    return (this.precision === 'f64' ? f64 : f32).subarray(at, at + x.length)
  }

  /** A float64 block's numbers as they lie. */
  private own({ address, bytes }: WasmBlock): Float64Array {
    return this.heap.f64.subarray(address >> 3, (address + bytes) >> 3)
  }
}

/** f − y, in place, for real targets. */
function subtract(f: Float64Array, C: number, Y: Float64Array, rows: Int32Array | null, from: number): void {
  for (let k = 0, i = from; k < f.length; i++) for (let at = (rows ? rows[i] : i) * C, end = at + C; at < end; ) f[k++] -= Y[at++]
}

/** Numbers of the smooth activations in assembly/net/smooth.ts. */
const SMOOTH = { tanh: 0, gelu: 1, softplus: 2 } as const

const windows = (channels: number, height: number, width: number, size: number) =>
  channels * Math.floor(height / size) * Math.floor(width / size)
