/** The plain matrix product of networks: the bits that every other implementation must give. */

import { type AddProduct, DEPTH } from './views'

const TILE = 4
const PANEL_COLUMNS = 256
let left = new Float64Array(TILE * DEPTH)
const right = new Float64Array(PANEL_COLUMNS * DEPTH)
const tile = new Float64Array(TILE * TILE)

/** The plain product: blocks of 256 along k and m are packed into panels of four. */
export const addProduct: AddProduct = (C, at, stride, A, B, n, m, k, s = 1, lower = false) => {
  const height = Math.ceil(n / TILE) * TILE
  if (left.length < height * DEPTH) left = new Float64Array(height * DEPTH)
  for (let l = 0; l < k; l += DEPTH) {
    const depth = Math.min(DEPTH, k - l)
    packRows(left, A.data, A.from + l * A.col, A.row, A.col, n, depth)
    for (let j = 0; j < m; j += PANEL_COLUMNS) {
      const span = Math.min(PANEL_COLUMNS, m - j)
      packRows(right, B.data, B.from + l * B.row + j * B.col, B.col, B.row, span, depth)
      for (let i = lower ? j : 0; i < n; i += TILE) {
        const end = lower ? Math.min(span, i + TILE - j) : span
        for (let b = 0; b < end; b += TILE) {
          multiplyTile(i * depth, b * depth, depth)
          addTile(C, at + i * stride + j + b, stride, Math.min(TILE, n - i), Math.min(TILE, span - b), s)
        }
      }
    }
  }
}

/** Four rows side by side, `depth` long; rows beyond the last are zero. */
function packRows(to: Float64Array, from: Float64Array, start: number, row: number, col: number, rows: number, depth: number): void {
  for (let i = 0; i < rows; i += TILE) {
    for (let h = 0; h < TILE; h++) {
      let w = i * depth + h
      if (i + h < rows) for (let l = 0, r = start + (i + h) * row; l < depth; l++, r += col, w += TILE) to[w] = from[r]
      else for (let l = 0; l < depth; l++, w += TILE) to[w] = 0
    }
  }
}

function multiplyTile(a: number, b: number, depth: number): void {
  let c00 = 0
  let c01 = 0
  let c02 = 0
  let c03 = 0
  let c10 = 0
  let c11 = 0
  let c12 = 0
  let c13 = 0
  let c20 = 0
  let c21 = 0
  let c22 = 0
  let c23 = 0
  let c30 = 0
  let c31 = 0
  let c32 = 0
  let c33 = 0
  for (const end = a + TILE * depth; a < end; a += TILE, b += TILE) {
    const x0 = left[a]
    const x1 = left[a + 1]
    const x2 = left[a + 2]
    const x3 = left[a + 3]
    const y0 = right[b]
    const y1 = right[b + 1]
    const y2 = right[b + 2]
    const y3 = right[b + 3]
    c00 += x0 * y0
    c01 += x0 * y1
    c02 += x0 * y2
    c03 += x0 * y3
    c10 += x1 * y0
    c11 += x1 * y1
    c12 += x1 * y2
    c13 += x1 * y3
    c20 += x2 * y0
    c21 += x2 * y1
    c22 += x2 * y2
    c23 += x2 * y3
    c30 += x3 * y0
    c31 += x3 * y1
    c32 += x3 * y2
    c33 += x3 * y3
  }
  tile[0] = c00
  tile[1] = c01
  tile[2] = c02
  tile[3] = c03
  tile[4] = c10
  tile[5] = c11
  tile[6] = c12
  tile[7] = c13
  tile[8] = c20
  tile[9] = c21
  tile[10] = c22
  tile[11] = c23
  tile[12] = c30
  tile[13] = c31
  tile[14] = c32
  tile[15] = c33
}

function addTile(C: Float64Array, at: number, stride: number, rows: number, cols: number, s: number): void {
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) C[at + i * stride + j] += s * tile[i * TILE + j]
}
