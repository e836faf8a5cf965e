/**
 * What networks are computed on. Think of a machine as a calculator with a memory of its own: one puts θ and samples in, calls
 * some thirty operations on what it holds, and reads the results. Layers (`sim/net`) are written in these operations once;
 * plain TypeScript, WebAssembly in float64 or float32, and tensors on a GPU implement them.
 *
 *     const theta = machine.vector(values, maps)
 *     const f = machine.scope(() => {
 *       const a = machine.gather(X, d, null, 0, n)
 *       return machine.linear(maps[0], theta, a, true)
 *     })                                                  // what was made inside is freed, but f
 *     const outputs = await machine.read(f)               // n×C, row by row
 *     machine.free(f, theta)
 *
 * What an operation is said to spend must not be used again: a machine may write the result over it. On a machine with float64
 * every operation gives the bits of the plain one.
 */

import type { Eigen, Eigh } from '../../../lib/eigen'
import type { Rule, Settings } from '../../../lib/optimizers'
import type { Precision } from '../precision'
import type { ActivationName } from './activation'
import type { LossKind, Targets } from './loss'

/** Numbers of `rows` samples, `width` of each: inputs, activations, adjoints, tangents. */
export interface Block {
  readonly rows: number
  readonly width: number
}

/** A vector of the length of θ: parameters, a direction, a gradient; on a device also several copies, one after another. */
export interface Vector {
  readonly length: number
}

/** A matrix over pairs of samples. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
}

export type Held = Block | Vector | Matrix

/**
 * z = scale·(W a) + b at each of `places` places of a sample, which all share W (out×taps): of a dense layer one place that
 * sees all inputs, of a convolution the places of its output. z has out·places numbers, place by place for each row of W.
 */
export interface Affine {
  /** The layer's place in the net. */
  readonly layer: number
  readonly out: number
  readonly taps: number
  readonly places: number
  /** Numbers of a per sample. */
  readonly inputs: number
  /** Which of a sample's numbers a tap sees at a place (taps×places), −1 where it sees zero; null for one place that sees all. */
  readonly table: Int32Array | null
  readonly scale: number
  /** Where W begins in θ, and the distance of its rows. */
  readonly weightAt: number
  readonly stride: number
  /** Where b begins in θ; −1 without one. */
  readonly biasAt: number
}

/** Windows of size×size over an image (channel, row, column), stride = size; an incomplete rest is dropped. */
export interface Windows {
  readonly kind: 'average' | 'max'
  readonly size: number
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** Matrices among a sample's numbers, one of each batch: entry (i, j) of the h-th stands at from + h·each + i·row + j·col. */
export interface Inside {
  readonly from: number
  readonly each: number
  readonly row: number
  readonly col: number
}

/** Z_h = scale·X_h Y_h for h < batch within every sample: X_h is rows×depth, Y_h depth×columns, Z_h stands among `width` numbers. */
export interface Products {
  readonly batch: number
  readonly rows: number
  readonly depth: number
  readonly columns: number
  readonly scale: number
  readonly x: Inside
  readonly y: Inside
  readonly z: Inside
  readonly width: number
}

/** Groups of a sample's numbers: those at (o·size + k)·inner + i, k < size, for every o and i < inner. */
export interface Groups {
  readonly size: number
  readonly inner: number
}

export interface Machine {
  readonly precision: Precision
  /** Samples of a small net that it takes together; 128 if it does not say. */
  readonly together?: number
  /** A faster eigen-solver than the plain one, where there is one: it agrees to rounding. */
  readonly eigh?: Eigh | undefined

  /** Runs the body and frees all that was made in it, except what it returns: a handle, or handles in arrays and plain objects. */
  scope<T>(body: () => T): T
  /** Exempts a handle from all scopes: only `free` frees it. */
  keep<H extends Held>(held: H): H
  free(...held: readonly (Held | null | undefined)[]): void
  /** What is held at present: for leak tests. */
  usage(): { readonly bytes: number; readonly held: number }
  dispose(): void

  /** θ or a vector like it; `maps` are those of all layers with parameters, in order. */
  vector(values: Float64Array, maps: readonly Affine[]): Vector
  /** A vector like another one, of zeros. */
  zeros(like: Vector): Vector
  /** A block from its numbers, row by row. */
  block(values: Float64Array, width: number): Block
  /** A matrix filled with one number. */
  matrix(rows: number, columns: number, value: number): Matrix
  /** Samples from … from + count of X (`width` numbers each), or of those that `rows` names. X does not change meanwhile. */
  gather(X: Float64Array, width: number, rows: Int32Array | null, from: number, count: number): Block
  /** All numbers, row by row; a vector's as it was given. */
  read(held: Held): Promise<Float64Array>

  /** scale·(W a), and + b with `bias`; added to `plus`, which is spent. */
  linear(map: Affine, theta: Vector, a: Block, bias: boolean, plus?: Block): Block
  /** scale·(Wᵀ dz), rows×inputs; added to `plus`, which is spent. */
  transposed(map: Affine, theta: Vector, dz: Block, plus?: Block): Block
  /** sum ← sum + Σ_i ∂(dz_i·z_i)/∂(W, b), of W alone without `bias`. */
  addGradient(map: Affine, dz: Block, a: Block, sum: Vector, bias: boolean): void
  /** ∂(dz_i·z_i)/∂(W, b) of every sample i for the rows first … first + count of W: count·taps numbers, then those of b. */
  sampleGradients(map: Affine, dz: Block, a: Block, first: number, count: number): Block

  /** φ(z), and φ'(z) with `slopes`, for leaky-relu with its slope below zero. */
  activate(name: ActivationName, below: number, z: Block, slopes: boolean): { readonly a: Block; readonly slope: Block | null }
  /** φ''(z); null where it is zero almost everywhere. */
  bend(name: ActivationName, z: Block): Block | null
  /** x∘y; x is spent. */
  multiply(x: Block, y: Block): Block
  /** x + y; x is spent. */
  add(x: Block, y: Block): Block
  copy(x: Block): Block

  /** Where each window has its maximum, the first of equal ones: for the three that follow. */
  maxima(windows: Windows, a: Block): Block
  /** The mean of every window, or its number at `at`. */
  pool(windows: Windows, a: Block, at: Block | null): Block
  /** The transpose of `pool`. */
  unpool(windows: Windows, dz: Block, at: Block | null): Block

  /** Products of matrices inside every sample, zero beside them; added to `plus`, which is spent. */
  products(shape: Products, x: Block, y: Block, plus?: Block): Block
  /** Row t of the `places` that make a square of scores: softmax of its first t + 1 numbers, zero beyond; z is spent. */
  causalSoftmax(places: number, z: Block): Block
  /** scale·⟨x, y⟩ of every group times each of the group's z; null stands for ones. Added to `plus`, which is spent. */
  contract(groups: Groups, scale: number, x: Block | null, y: Block, z: Block | null, plus?: Block): Block
  /** ‖(scale·x_i)∘y_i‖ of every sample i, rows×1; null stands for ones. */
  lengths(scale: number, x: Block, y: Block | null): Block
  /** y = r·(x − mean) of every group, r = 1/√(variance + NORM_EPSILON) at each of its numbers. */
  normalize(groups: Groups, x: Block): { readonly y: Block; readonly r: Block }

  /** f − y or softmax(f) − y, for the targets of samples from … of Y (or of those that `rows` names). */
  residuals(loss: LossKind, f: Block, Y: Targets, rows: Int32Array | null, from: number): Block
  /** S u: u itself for the squared loss, else (diag p − ppᵀ)u with p = softmax(f); u is spent. */
  curvature(loss: LossKind, f: Block, u: Block): Block

  /** scale·D Eᵀ, added to `plus`, which is spent; with `lower` only the entries on and below the diagonal are sure. */
  gram(D: Block, E: Block, scale: number, lower: boolean, plus?: Matrix): Matrix
  /** The matrix with its lower triangle copied to the upper; A is spent. */
  mirror(A: Matrix): Matrix
  /** A∘B; A is spent. */
  multiplyMatrix(A: Matrix, B: Matrix): Matrix
  /** A + B; A is spent. */
  addMatrix(A: Matrix, B: Matrix): Matrix
}

/** θ and what a rule keeps beside it (`lib/optimizers.ts`), on a machine. */
export interface ArmVectors {
  readonly theta: Vector
  readonly state: Readonly<Record<string, Vector>>
}

/** A machine on the processor, whose memory can be read at once. */
export interface HostMachine extends Machine {
  /** All numbers, row by row: a copy, the caller's own. */
  values(held: Held): Float64Array
  /** Overwrites a vector. */
  write(to: Vector, values: Float64Array): void
  /** to ← o + x·a + y·b of vectors, or of blocks, of one shape; of vectors from entry `from` on, or a little before. */
  combine<H extends Vector | Block>(to: H, [o, a, b]: readonly [H, H, H], x: number, y: number, from?: number): void
  /** x ← 0. */
  clear(x: Vector): void
  /** A matrix from its numbers, row by row. */
  matrixOf(values: Float64Array, columns: number): Matrix
  diagonal(A: Matrix): Float64Array
  /** Σ_j w_j A_ij B_ij of every row i, or Σ_j w_j A_ij without B, summed in float64. */
  rowSums(A: Matrix, B: Matrix | null, w: Float64Array): Float64Array
  /**
   * A search for the k leading eigenpairs of a positive semi-definite matrix that is quicker than the plain one, where there is one: it
   * agrees to the tolerance, a share of ‖A‖. Null where it does not find them.
   */
  leading?(A: Matrix, k: number, tolerance: number): Eigen | null
  /**
   * One step of a rule along sum/count into `to`, which shares nothing with `from`; `changed` names the state that it changes.
   * False where an entry of θ would leave [−OVERFLOW, OVERFLOW] or the state the finite numbers: `to` holds nothing then.
   * The sum is spent.
   */
  step(
    rule: Rule,
    from: ArmVectors,
    sum: Vector,
    count: number,
    eta: number,
    settings: Settings,
    to: ArmVectors,
    changed: readonly string[],
  ): boolean
}

/** The scopes that a computation has open on a device while it waits: others use the device meanwhile, in scopes of their own. */
export interface Fiber {
  /** Opens a scope, to be closed with what it returns. */
  open(): void
  /** Frees all that was made in the scope opened last, except the handles in `result`. */
  close(result: unknown): void
  /** Runs the body in these scopes. */
  run<T>(body: () => T): T
}

/** A machine on a device, which must be waited for: it takes many steps ahead, and is asked afterwards how far they led. */
export interface DeviceMachine extends Machine {
  fiber(): Fiber
  /** θ and the state that `changed` names after one step of a rule along sum/count, as new vectors; the sum is spent. */
  stepped(rule: Rule, from: ArmVectors, sum: Vector, count: number, eta: number, settings: Settings, changed: readonly string[]): ArmVectors
  /** max(|x|, reach), entry by entry; |x| without `reach`, which is spent. */
  reach(x: Vector, reach: Vector | null): Vector
  /** Of every copy in `reach`, whether no entry exceeds the limit, and the vectors are finite: each copy's own, or the one for all. */
  within(limit: number, reach: Vector, vectors: readonly Vector[]): Promise<boolean[]>
  /**
   * So many copies of a vector. What is computed with them takes blocks that hold the samples of one copy after those of
   * another, as many of each.
   */
  repeat(x: Vector, copies: number): Vector
  /** Numbers that one handle can hold. */
  readonly capacity: number
}

/** Whether a machine's memory can be read at once. */
export const isHost = (machine: Machine): machine is HostMachine => 'values' in machine
