import { madd } from './numbers'

// Packed panels: 4 rows (or columns) of an operand, k-major: entry (k, r) at byte 32k + 8r. Unused lanes hold anything finite.

// @ts-ignore: decorator
@inline
function low(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 0, 2)
}

// @ts-ignore: decorator
@inline
function high(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 1, 3)
}

/** Packs `rows` rows of length `depth` (even: the source is zero-padded), `ld` bytes apart, as panels. */
export function packRows(src: usize, ld: usize, rows: u32, depth: u32, dst: usize): void {
  const bytes = (<usize>depth) << 3
  for (let r: u32 = 0; r < rows; r += 4) {
    const x0 = src + (<usize>r) * ld
    const x1 = r + 1 < rows ? x0 + ld : x0
    const x2 = r + 2 < rows ? x1 + ld : x0
    const x3 = r + 3 < rows ? x2 + ld : x0
    for (let k: usize = 0; k < bytes; k += 16) {
      const a = v128.load(x0 + k), b = v128.load(x1 + k), c = v128.load(x2 + k), e = v128.load(x3 + k)
      v128.store(dst, low(a, b))
      v128.store(dst, low(c, e), 16)
      v128.store(dst, high(a, b), 32)
      v128.store(dst, high(c, e), 48)
      dst += 64
    }
  }
}

/**
 * Packs columns 0 … cols − 1 (rounded up to 4: the source is zero-padded) of `depth` rows, row k times weights[k] unless weights
 * is 0. Sixteen rows at a time, so that a row is fetched into the nearest cache once.
 */
export function packCols(src: usize, ld: usize, cols: u32, depth: u32, weights: usize, dst: usize): void {
  const panel = (<usize>depth) << 5
  for (let k: u32 = 0; k < depth; k += 16) {
    const rows = min(16, depth - k)
    const from = src + (<usize>k) * ld
    const to = dst + ((<usize>k) << 5)
    const w = weights + ((<usize>k) << 3)
    for (let c: u32 = 0; c < cols; c += 4) {
      const x = from + ((<usize>c) << 3)
      const y = to + (<usize>(c >> 2)) * panel
      if (weights != 0) copyWeighted(x, ld, rows, w, y)
      else copyPlain(x, ld, rows, y)
    }
  }
}

// @ts-ignore: decorator
@inline
function copyPlain(x: usize, ld: usize, rows: u32, y: usize): void {
  const end = y + ((<usize>rows) << 5)
  for (; y < end; y += 32) {
    v128.store(y, v128.load(x))
    v128.store(y, v128.load(x, 16), 16)
    x += ld
  }
}

// @ts-ignore: decorator
@inline
function copyWeighted(x: usize, ld: usize, rows: u32, w: usize, y: usize): void {
  const end = y + ((<usize>rows) << 5)
  for (; y < end; y += 32) {
    const f = v128.load64_splat(w)
    v128.store(y, f64x2.mul(v128.load(x), f))
    v128.store(y, f64x2.mul(v128.load(x, 16), f), 16)
    x += ld
    w += 8
  }
}

// @ts-ignore: decorator
@inline
function put(c: usize, lo: v128, hi: v128, add: bool): void {
  v128.store(c, add ? f64x2.add(v128.load(c), lo) : lo)
  v128.store(c, add ? f64x2.add(v128.load(c, 16), hi) : hi, 16)
}

/** C (4×4) = or += a panelᵀ·panel product over `depth`, summed in order of k. */
// @ts-ignore: decorator
@inline
function micro(a: usize, b: usize, c: usize, ld: usize, depth: u32, add: bool): void {
  let c00 = f64x2.splat(0), c01 = f64x2.splat(0)
  let c10 = f64x2.splat(0), c11 = f64x2.splat(0)
  let c20 = f64x2.splat(0), c21 = f64x2.splat(0)
  let c30 = f64x2.splat(0), c31 = f64x2.splat(0)
  const end = a + ((<usize>depth) << 5)
  while (a < end) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    const a0 = v128.load64_splat(a)
    c00 = madd(c00, a0, b0)
    c01 = madd(c01, a0, b1)
    const a1 = v128.load64_splat(a, 8)
    c10 = madd(c10, a1, b0)
    c11 = madd(c11, a1, b1)
    const a2 = v128.load64_splat(a, 16)
    c20 = madd(c20, a2, b0)
    c21 = madd(c21, a2, b1)
    const a3 = v128.load64_splat(a, 24)
    c30 = madd(c30, a3, b0)
    c31 = madd(c31, a3, b1)
    a += 32
    b += 32
  }
  put(c, c00, c01, add)
  put(c + ld, c10, c11, add)
  put(c + 2 * ld, c20, c21, add)
  put(c + 3 * ld, c30, c31, add)
}

/**
 * C = or += AᵀB over packed panels: `pa` panels of A, `pb` of B, C row-major with `ld` bytes per row. Block (p, q) is left out
 * where p > q + diagonal: the strict lower triangle of a tile that starts 4·diagonal columns right of its rows.
 */
export function macro(a: usize, b: usize, c: usize, ld: usize, pa: i32, pb: i32, depth: u32, diagonal: i32, add: bool): void {
  const panel = (<usize>depth) << 5
  for (let q: i32 = 0; q < pb; q++) {
    const rows = min(pa, q + diagonal + 1)
    const bq = b + (<usize>q) * panel
    for (let p: i32 = 0; p < rows; p++) micro(a + (<usize>p) * panel, bq, c + (<usize>p) * 4 * ld + ((<usize>q) << 5), ld, depth, add)
  }
}

/** C ← factor·C in place, and its transpose at t (`ldt` bytes per row); rows and cols are multiples of 4. */
export function finish(c: usize, ld: usize, rows: u32, cols: u32, factor: f64, t: usize, ldt: usize): void {
  const f = f64x2.splat(factor)
  for (let i: u32 = 0; i < rows; i += 2) {
    let x = c + (<usize>i) * ld
    let y = t + ((<usize>i) << 3)
    for (let j: u32 = 0; j < cols; j += 2) {
      const a = f64x2.mul(v128.load(x), f)
      const b = f64x2.mul(v128.load(x + ld), f)
      v128.store(x, a)
      v128.store(x + ld, b)
      v128.store(y, low(a, b))
      v128.store(y + ldt, high(a, b))
      x += 16
      y += 2 * ldt
    }
  }
}
