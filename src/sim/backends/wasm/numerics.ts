import type { Eigh } from '../../../lib/eigen'
import { type AddProduct, DEPTH, type Numerics } from '../../../lib/numerics'
import { Arena } from './arena'
import type { Kernels } from './module'

// Columns of a packed right operand, rows of one tile of the result, and numbers in a packed left operand.
const SPAN = 256
const ROWS = 64
const LEFT = 1024 * DEPTH
const EVERY_BLOCK = 1 << 20

/**
 * Products in plain-SIMD WebAssembly with the bits of the plain ones: lanes run over columns, so that each entry is still
 * summed in order. Operands are packed straight into the instance's few megabytes; no array of a network lives there.
 */
export function createWasmNumerics(kernels: Kernels, eigh?: Eigh): Numerics {
  return { addProduct: productOf(kernels), eigh }
}

function productOf(kernels: Kernels): AddProduct {
  const arena = new Arena(kernels.memory, kernels.heapBase())
  const take = (doubles: number) => arena.take(8 * doubles, 'Scratch for matrix products')
  const [a, b, c] = [take(LEFT), take(SPAN * DEPTH), take(ROWS * SPAN)]
  const left = arena.f64(a, LEFT)
  const right = arena.f64(b, SPAN * DEPTH)
  const tile = arena.f64(c, ROWS * SPAN)

  return (C, at, stride, A, B, n, m, k, s = 1, lower = false) => {
    for (let l = 0; l < k; l += DEPTH) {
      const depth = Math.min(DEPTH, k - l)
      const chunk = Math.floor(LEFT / depth / ROWS) * ROWS
      for (let from = 0; from < n; from += chunk) {
        const count = Math.min(chunk, n - from)
        pack(left, A.data, A.from + from * A.row + l * A.col, A.row, A.col, count, depth)
        for (let j = 0; j < m && (!lower || j < from + count); j += SPAN) {
          const span = Math.min(SPAN, m - j)
          pack(right, B.data, B.from + l * B.row + j * B.col, B.col, B.row, span, depth)
          for (let i = lower ? Math.max(0, Math.floor((j - from) / ROWS) * ROWS) : 0; i < count; i += ROWS) {
            const rows = Math.min(ROWS, count - i)
            const cols = lower ? Math.min(span, from + i + rows - j) : span
            if (cols <= 0) continue
            kernels.macro(a + 8 * i * depth, b, c, 8 * SPAN, (rows + 3) >> 2, (cols + 3) >> 2, depth, EVERY_BLOCK, 0)
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
        to[w] = from[x0]!
        to[w + 1] = from[x1]!
        to[w + 2] = from[x2]!
        to[w + 3] = from[x3]!
      }
    } else for (let l = 0; l < depth; l++, x0 += col) for (let h = 0; h < 4; h++) to[w++] = i + h < rows ? from[x0 + h * row]! : 0
  }
}

function store(C: Float64Array, at: number, stride: number, tile: Float64Array, rows: number, cols: number, s: number): void {
  for (let i = 0; i < rows; i++) {
    const from = i * SPAN
    const to = at + i * stride
    for (let j = 0; j < cols; j++) C[to + j]! += s * tile[from + j]!
  }
}
