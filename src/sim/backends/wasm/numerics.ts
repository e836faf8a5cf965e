import type { Eigh } from '../../../lib/eigen'
import type { HostMachine } from '../machine/machine'
import { createHostMachine } from '../machine/plain'
import { type AddProduct, DEPTH, type MatrixView } from '../machine/views'
import { Arena } from './arena'
import type { Kernels } from './module'

// Columns of a packed right operand, rows of one tile of the result, and numbers in a packed left operand.
const TILE_COLS = 256
const TILE_ROWS = 64
const LEFT = 1024 * DEPTH
const EVERY_BLOCK = 1 << 20

/**
 * Products in plain-SIMD WebAssembly with the bits of the plain ones: lanes run over columns, so that each entry is still
 * summed in order. Operands are packed straight into the instance's few megabytes; no array of a network lives there.
 */
export function createWasmMachine(kernels: Kernels, eigh?: Eigh): HostMachine {
  return createHostMachine(productOf(kernels), eigh)
}

export function productOf(kernels: Kernels): AddProduct {
  const arena = new Arena(kernels.memory, kernels.heapBase())
  const take = (doubles: number) => arena.take(8 * doubles, 'Scratch for matrix products')
  const [a, b, c] = [take(LEFT), take(TILE_COLS * DEPTH), take(TILE_ROWS * TILE_COLS)]
  const left = arena.f64(a, LEFT)
  const right = arena.f64(b, TILE_COLS * DEPTH)
  const tile = arena.f64(c, TILE_ROWS * TILE_COLS)

  return (C, at, stride, A, B, n, m, k, s = 1, lower = false) => {
    // Panels of four would be mostly padding.
    if (k === 1) return addOuter(C, at, stride, A, B, n, m, s)
    if (m === 1) return addToColumn(C, at, stride, A, B, n, k, s)
    for (let l = 0; l < k; l += DEPTH) {
      const depth = Math.min(DEPTH, k - l)
      const chunk = Math.floor(LEFT / depth / TILE_ROWS) * TILE_ROWS
      for (let from = 0; from < n; from += chunk) {
        const count = Math.min(chunk, n - from)
        pack(left, A.data, A.from + from * A.row + l * A.col, A.row, A.col, count, depth)
        for (let j = 0; j < m && (!lower || j < from + count); j += TILE_COLS) {
          const span = Math.min(TILE_COLS, m - j)
          pack(right, B.data, B.from + l * B.row + j * B.col, B.col, B.row, span, depth)
          for (let i = lower ? Math.max(0, Math.floor((j - from) / TILE_ROWS) * TILE_ROWS) : 0; i < count; i += TILE_ROWS) {
            const rows = Math.min(TILE_ROWS, count - i)
            const cols = lower ? Math.min(span, from + i + rows - j) : span
            if (cols <= 0) continue
            kernels.macro(a + 8 * i * depth, b, c, 8 * TILE_COLS, (rows + 3) >> 2, (cols + 3) >> 2, depth, EVERY_BLOCK, 0)
            store(C, at + (from + i) * stride + j, stride, tile, rows, cols, s)
          }
        }
      }
    }
  }
}

/** Four rows side by side, `depth` long; rows beyond the last are zero. */
function pack(to: Float64Array, from: Float64Array, start: number, row: number, col: number, rows: number, depth: number): void {
  let w = 0
  for (let i = 0; i < rows; i += 4) {
    let x0 = start + i * row
    if (i + 4 <= rows) {
      for (
        let x1 = x0 + row, x2 = x1 + row, x3 = x2 + row, end = w + 4 * depth;
        w < end;
        w += 4, x0 += col, x1 += col, x2 += col, x3 += col
      ) {
        to[w] = from[x0]
        to[w + 1] = from[x1]
        to[w + 2] = from[x2]
        to[w + 3] = from[x3]
      }
    } else for (let l = 0; l < depth; l++, x0 += col) for (let h = 0; h < 4; h++) to[w++] = i + h < rows ? from[x0 + h * row] : 0
  }
}

function store(C: Float64Array, at: number, stride: number, tile: Float64Array, rows: number, cols: number, s: number): void {
  for (let i = 0; i < rows; i++) {
    const from = i * TILE_COLS
    const to = at + i * stride
    for (let j = 0; j < cols; j++) C[to + j] += s * tile[from + j]
  }
}

function addOuter(C: Float64Array, at: number, stride: number, A: MatrixView, B: MatrixView, n: number, m: number, s: number): void {
  for (let i = 0; i < n; i++) {
    const x = A.data[A.from + i * A.row]
    const to = at + i * stride
    // Sums start from zero: −0 becomes 0.
    for (let j = 0, b = B.from; j < m; j++, b += B.col) C[to + j] += s * (0 + x * B.data[b])
  }
}

/** Four sums at a time, so that they need not wait for one another. */
function addToColumn(C: Float64Array, at: number, stride: number, A: MatrixView, B: MatrixView, n: number, k: number, s: number): void {
  const [a, b] = [A.data, B.data]
  for (let l = 0; l < k; l += DEPTH) {
    const depth = Math.min(DEPTH, k - l)
    for (let i = 0; i < n; i += 4) {
      const rows = Math.min(4, n - i)
      let x0 = A.from + i * A.row + l * A.col
      let x1 = x0 + (rows > 1 ? A.row : 0)
      let x2 = x1 + (rows > 2 ? A.row : 0)
      let x3 = x2 + (rows > 3 ? A.row : 0)
      let y = B.from + l * B.row
      let s0 = 0
      let s1 = 0
      let s2 = 0
      let s3 = 0
      for (let q = 0; q < depth; q++, x0 += A.col, x1 += A.col, x2 += A.col, x3 += A.col, y += B.row) {
        const v = b[y]
        s0 += a[x0] * v
        s1 += a[x1] * v
        s2 += a[x2] * v
        s3 += a[x3] * v
      }
      const to = at + i * stride
      C[to] += s * s0
      if (rows > 1) C[to + stride] += s * s1
      if (rows > 2) C[to + 2 * stride] += s * s2
      if (rows > 3) C[to + 3 * stride] += s * s3
    }
  }
}
