import { macro, packCols, packRows } from './gemm'
import { BLOCK } from './tridiagonal'
import { clear, inner } from './vectors'

// Rows of P per pass, and inner length of one packed product.
const ROWS: u32 = 128
const DEPTH: u32 = 256

// @ts-ignore: decorator
@inline
function at(x: usize, i: u32): usize {
  return x + ((<usize>i) << 3)
}

/**
 * P = Qᵀ, row-major, from the reflectors that tridiagonalize() left in A: blocks of 32 from the last to the first, each
 * P ← P − (P V)Tᵀ Vᵀ on the trailing square. P starts as the identity, padded to fours (rows too) with zeros.
 * `v` has room for 32 rows of ld bytes, `t` for 32×32, `y` for 2·128×32, `left` for 128×256, `right` for n×32 doubles or 32×256.
 */
export function accumulate(
  a: usize, ld: usize, n: u32, tau: usize, p: usize, v: usize, t: usize, y: usize, left: usize, right: usize, minus: usize,
): void {
  const padded = (n + 3) & ~3
  const end = (<usize>padded) << 3
  const wide = (<usize>BLOCK) << 3
  const z = y + (<usize>ROWS) * wide
  for (let block = <i32>((n - 1) / BLOCK); block >= 0; block--) {
    const k0 = <u32>block * BLOCK
    const begin = (<usize>k0) << 3
    gather(a, ld, n, tau, k0, v, end)
    triangle(v, ld, n, tau, k0, t, end)
    for (let r = k0; r < padded; r += ROWS) {
      const rows = min(ROWS, padded - r)
      const row = p + (<usize>r) * ld
      for (let k = k0; k < padded; k += DEPTH) {
        const depth = min(DEPTH, padded - k)
        packRows(at(row, k), ld, rows, depth, left)
        packRows(at(v, k), ld, BLOCK, depth, right)
        macro(left, right, y, wide, rows >> 2, BLOCK >> 2, depth, ROWS, k > k0)
      }
      packRows(y, wide, rows, BLOCK, left)
      packRows(t, wide, BLOCK, BLOCK, right)
      macro(left, right, z, wide, rows >> 2, BLOCK >> 2, BLOCK, ROWS, false)
      packRows(z, wide, rows, BLOCK, left)
      packCols(v + begin, ld, padded - k0, BLOCK, minus, right)
      macro(left, right, row + begin, ld, rows >> 2, (padded - k0) >> 2, BLOCK, ROWS, true)
    }
  }
}

/** The block's vectors as rows of v, zero before and after their support. */
function gather(a: usize, ld: usize, n: u32, tau: usize, k0: u32, v: usize, end: usize): void {
  for (let j: u32 = 0; j < BLOCK; j++) {
    const k = k0 + j
    const to = v + (<usize>j) * ld
    clear(to, (<usize>k0) << 3, end)
    if (k + 1 >= n || load<f64>(at(tau, k)) == 0) continue
    const from = a + (<usize>k) * ld
    for (let i = k + 1; i < n; i++) store<f64>(at(to, i), load<f64>(at(from, i)))
  }
}

/** Upper triangular T (32×32) with H_0 H_1 … = I − V T Vᵀ. */
function triangle(v: usize, ld: usize, n: u32, tau: usize, k0: u32, t: usize, end: usize): void {
  const wide = (<usize>BLOCK) << 3
  clear(t, 0, (<usize>BLOCK) * wide)
  for (let j: u32 = 0; j < BLOCK && k0 + j < n; j++) {
    const f = load<f64>(at(tau, k0 + j))
    const vj = v + (<usize>j) * ld
    store<f64>(at(t + (<usize>j) * wide, j), f)
    if (f == 0) continue
    // Column j of T above the diagonal: −τ_j T (Vᵀv_j); row i only needs products from i on, so it can be done in place from the top.
    for (let i: u32 = 0; i < j; i++) store<f64>(at(t + (<usize>i) * wide, j), inner(v + (<usize>i) * ld, vj, (<usize>k0) << 3, end))
    for (let i: u32 = 0; i < j; i++) {
      let sum: f64 = 0
      for (let l = i; l < j; l++) sum += load<f64>(at(t + (<usize>i) * wide, l)) * load<f64>(at(t + (<usize>l) * wide, j))
      store<f64>(at(t + (<usize>i) * wide, j), -f * sum)
    }
  }
}
