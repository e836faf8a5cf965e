/**
 * The Krylov space of a matrix in the memory of the wasm machine, in blocks of four vectors: a product with four costs hardly
 * more than one with one, for the matrix must be fetched either way. `open` begins with random vectors, `grow` takes in a
 * block, `projected` is what to decompose. All that has n entries stays in that memory, until `free`.
 */

import { orient } from '../../../lib/eigen'
import { CLOSED } from '../../../lib/krylov'
import { philox, STREAM, TWO_32 } from '../../../lib/philox'
import type { Heap } from './machineHeap'
import type { NetKernels } from './machineKernels'

/** Vectors of a block. */
export const FOUR = 4

/** A symmetric matrix of n rows, `ld` bytes apart, with room for whole fours of rows. */
export interface Stored {
  readonly address: number
  readonly ld: number
  readonly n: number
}

export class BlockKrylov {
  /** Vectors of the orthonormal basis Q; some are zero where a block had fewer than four directions left. */
  size = 0
  /** The largest diagonal entry of QᵀAQ so far, or what a caller knows to be larger. */
  scale = 0
  /** QᵀAV of every block V, for the basis down to V. */
  private readonly columns: Float64Array[] = []
  private readonly pitch: number
  private readonly bytes: number
  /** The basis and room for two blocks more, of which the first is the next. */
  private readonly Q: number
  /** Room for a coefficient of every basis vector and each of four. */
  private readonly H: number
  private readonly R: number

  constructor(
    private readonly kernels: NetKernels,
    private readonly heap: Heap,
    private readonly A: Stored,
    most: number,
  ) {
    this.pitch = 8 * FOUR * Math.ceil(A.n / FOUR) * FOUR
    const basis = (most / FOUR + 2) * this.pitch
    this.bytes = basis + 8 * FOUR * (most + FOUR)
    this.Q = heap.take(this.bytes, 'The search for leading eigenpairs')
    this.H = this.Q + basis
    this.R = this.H + 8 * FOUR * most
  }

  free(): void {
    this.heap.give(this.Q, this.bytes)
  }

  /** Begins with four random vectors, of which only what is outside the basis counts: false where that is nothing. */
  open(block: number): boolean {
    const { n } = this.A
    const W = this.block(0)
    const words = new Uint32Array(FOUR)
    for (let i = 0, at = W >> 3; i < n; i++) {
      philox(words, i, block, 0, STREAM.probe, 0, 0)
      for (let c = 0; c < FOUR; c++) this.heap.f64[at++] = words[c] / TWO_32 - 0.5
    }
    this.project(W)
    return this.outside(W, 1e-8 * Math.sqrt(n)).some(v => v > 0)
  }

  /** Takes in the next block V; the factor R (4×4) of what AV has outside the basis, V'R, where V' is the next one. Zero: closed. */
  grow(): Float64Array {
    const { address, ld, n } = this.A
    const W = this.block(1)
    this.kernels.timesFour(address, ld, n, this.block(0), W)
    this.size += FOUR
    this.project(W)
    const last = this.read(this.H, this.size * FOUR)
    this.columns.push(last)
    for (let c = 0; c < FOUR; c++) this.scale = Math.max(this.scale, Math.abs(last[(this.size - FOUR + c) * FOUR + c]))
    return this.outside(W, CLOSED * this.scale)
  }

  /** QᵀAQ of the basis from a block on, row-major. */
  projected(from = 0): Float64Array {
    const m = this.size - from
    const T = new Float64Array(m * m)
    for (let g = from / FOUR, j = 0; j < m; g++, j += FOUR)
      for (let i = 0, at = from * FOUR; i < j + FOUR; i++)
        for (let c = 0; c < FOUR; c++, at++) T[i * m + j + c] = T[(j + c) * m + i] = this.columns[g][at]
    return T
  }

  /** The combinations Σ_i S_li q_i of the first `count` rows of S, their entry of largest size positive. Spends the next block. */
  combined(S: Float64Array, count: number): Float64Array {
    const { size, H, heap } = this
    const { n } = this.A
    const vectors = new Float64Array(count * n)
    const to = this.block(0)
    for (let from = 0; from < count; from += FOUR) {
      for (let i = 0, at = H >> 3; i < size; i++)
        for (let c = 0; c < FOUR; c++) heap.f64[at++] = from + c < count ? -S[(from + c) * size + i] : 0
      heap.f64.fill(0, to >> 3, (to + this.pitch) >> 3)
      this.kernels.subtractFours(this.Q, this.pitch, size / FOUR, n, to, H)
      for (let c = 0; c < FOUR && from + c < count; c++) {
        const v = vectors.subarray((from + c) * n, (from + c + 1) * n)
        for (let i = 0, at = (to >> 3) + c; i < n; i++, at += FOUR) v[i] = heap.f64[at]
        orient(v)
      }
    }
    return vectors
  }

  /** The place of a block behind the basis. */
  private block(ahead: number): number {
    return this.Q + (this.size / FOUR + ahead) * this.pitch
  }

  /** Takes out of four vectors what is within the basis, whose coefficients are left at H. */
  private project(W: number): void {
    const { kernels, Q, pitch, size, H } = this
    kernels.innerFours(Q, pitch, size / FOUR, this.A.n, W, H)
    kernels.subtractFours(Q, pitch, size / FOUR, this.A.n, W, H)
  }

  /** Makes four vectors orthonormal, and once more orthogonal to the basis; their factor. What is no longer than `least` becomes zero. */
  private outside(W: number, least: number): Float64Array {
    const { kernels, R } = this
    kernels.orthonormalize(W, this.A.n, R, least)
    const first = this.read(R, FOUR * FOUR)
    this.project(W)
    // What the basis had half of or more was rounding.
    kernels.orthonormalize(W, this.A.n, R, 0.5)
    return product(this.read(R, FOUR * FOUR), first)
  }

  private read(at: number, count: number): Float64Array {
    return this.heap.f64.slice(at >> 3, (at >> 3) + count)
  }
}

/** A·B, 4×4. */
function product(A: Float64Array, B: Float64Array): Float64Array {
  const C = new Float64Array(FOUR * FOUR)
  for (let i = 0; i < FOUR; i++)
    for (let j = 0; j < FOUR; j++) for (let l = 0; l < FOUR; l++) C[i * FOUR + j] += A[i * FOUR + l] * B[l * FOUR + j]
  return C
}
