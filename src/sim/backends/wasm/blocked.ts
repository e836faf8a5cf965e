import type { Slices } from '../pause'
import type { Arena } from './arena'
import type { Kernels } from './module'

// Tile of the result (rows × columns) and depth of one packed pass. BLOCK_DEPTH fixes the order of summation, so it is part of the bits.
export const BLOCK_ROWS = 192
const BLOCK_COLS = 384
const BLOCK_DEPTH = 256

export const even = (k: number) => k + (k % 2)
const fours = (k: number) => Math.ceil(k / 4)

/** Scratch for blocked products, taken once per engine: packed operands, a tile of the result and its transpose. */
export interface Scratch {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly t: number
}

export const SCRATCH_BYTES = 8 * (BLOCK_ROWS * BLOCK_DEPTH + BLOCK_COLS * BLOCK_DEPTH + 2 * BLOCK_ROWS * BLOCK_COLS) + 1024

export function takeScratch(arena: Arena): Scratch {
  const take = (doubles: number) => arena.take(8 * doubles, 'Scratch for matrix products')
  return {
    a: take(BLOCK_ROWS * BLOCK_DEPTH),
    b: take(BLOCK_COLS * BLOCK_DEPTH),
    c: take(BLOCK_ROWS * BLOCK_COLS),
    t: take(BLOCK_ROWS * BLOCK_COLS),
  }
}

/** Packs rows (or columns) from … from + count of an operand, inner indices k … k + depth, at address `to`. */
export type Pack = (from: number, count: number, k: number, depth: number, to: number) => void

/** Where products are computed; `slices` lets other work in between and throws if the engine has gone meanwhile. */
export interface Workshop {
  readonly kernels: Kernels
  readonly arena: Arena
  readonly scratch: Scratch
  readonly slices: Slices
}

/** C (rows × N at address c, ld bytes per row) = Σ_k a_ik b_kj over the rows i of a left operand; rows ≤ BLOCK_ROWS. */
export async function multiply(shop: Workshop, rows: number, N: number, K: number, left: Pack, right: Pack, c: number, ld: number) {
  const { kernels, scratch, slices } = shop
  for (let j = 0; j < N; j += BLOCK_COLS) {
    const cols = Math.min(BLOCK_COLS, N - j)
    for (let k = 0; k < K; k += BLOCK_DEPTH) {
      const depth = even(Math.min(BLOCK_DEPTH, K - k))
      left(0, rows, k, depth, scratch.a)
      right(j, cols, k, depth, scratch.b)
      kernels.macro(scratch.a, scratch.b, c + 8 * j, ld, fours(rows), fours(cols), depth, BLOCK_ROWS, k > 0 ? 1 : 0)
      await slices.spend(rows * cols * depth)
    }
  }
}

/**
 * The symmetric N×N matrix factor·Σ_k a_ik b_jk: its upper triangle, mirrored. K is the inner length.
 * `prepare(i, count)` runs before rows i … i + count of the left operand are packed.
 */
export async function symmetric(
  shop: Workshop,
  N: number,
  K: number,
  left: Pack,
  right: Pack,
  factor: number,
  prepare?: (from: number, count: number) => Promise<void>,
): Promise<Float64Array> {
  const { kernels, scratch, slices } = shop
  const out = new Float64Array(N * N)
  for (let i = 0; i < N; i += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, N - i)
    if (prepare) await prepare(i, rows)
    for (let j = i; j < N; j += BLOCK_COLS) {
      const cols = Math.min(BLOCK_COLS, N - j)
      for (let k = 0; k < K; k += BLOCK_DEPTH) {
        const depth = even(Math.min(BLOCK_DEPTH, K - k))
        right(j, cols, k, depth, scratch.b)
        // On the diagonal of A·Aᵀ the packed rows are the first of the packed columns.
        const a = left === right && i === j ? scratch.b : scratch.a
        if (a === scratch.a) left(i, rows, k, depth, a)
        kernels.macro(a, scratch.b, scratch.c, 8 * BLOCK_COLS, fours(rows), fours(cols), depth, (j - i) / 4, k > 0 ? 1 : 0)
        await slices.spend(rows * cols * depth)
      }
      kernels.finish(scratch.c, 8 * BLOCK_COLS, 4 * fours(rows), 4 * fours(cols), factor, scratch.t, 8 * BLOCK_ROWS)
      copyTile(shop, out, N, i, rows, j, cols)
    }
  }
  return out
}

/** Copies the tile at (i, j) to its place, and what is right of the diagonal also to the mirrored place. */
function copyTile({ arena, scratch }: Workshop, out: Float64Array, N: number, i: number, rows: number, j: number, cols: number): void {
  const tile = arena.f64(scratch.c, BLOCK_ROWS * BLOCK_COLS)
  const mirror = arena.f64(scratch.t, BLOCK_ROWS * BLOCK_COLS)
  for (let r = 0; r < rows; r++) {
    const from = Math.max(i + r - j, 0)
    out.set(tile.subarray(r * BLOCK_COLS + from, r * BLOCK_COLS + cols), (i + r) * N + j + from)
  }
  for (let c = 0; c < cols; c++) {
    const below = Math.min(j + c - i, rows)
    out.set(mirror.subarray(c * BLOCK_ROWS, c * BLOCK_ROWS + below), (j + c) * N + i)
  }
}
