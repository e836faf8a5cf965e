import { hsum, madd, maxAbs } from './numbers'

export const LINEAR: i32 = 0
export const DIAGONAL: i32 = 1
// Any other kind is two-layer.

// The problem of this instance. Rows of X are `stride` bytes apart; vectors of length d take `width` bytes, zero-padded to a
// multiple of 32.
export let kind: i32 = 0
export let d: i32 = 0
export let units: i32 = 0
export let X: usize = 0
export let Y: usize = 0
export let stride: usize = 0
export let width: usize = 0
/** Effective weights w = F(θ) (OLM models only) and the gradient in w. */
export let W: usize = 0
export let G: usize = 0
/** max |X_ij| */
export let reach: f64 = 0

/** `m` is the number of hidden units rounded up to a multiple of 4 (two-layer only). */
export function configure(k: i32, rows: u32, cols: i32, m: i32, x: usize, rowBytes: usize, y: usize, w: usize, g: usize): void {
  kind = k
  d = cols
  units = m
  X = x
  Y = y
  stride = rowBytes
  width = (((<usize>cols) + 3) & ~3) << 3
  W = w
  G = g
  reach = maxAbs(x, (<usize>rows) * rowBytes)
}

/** Bytes of one padded θ. */
// @ts-ignore: decorator
@inline
export function thetaBytes(): usize {
  if (kind == LINEAR) return width
  if (kind == DIAGONAL) return 2 * width
  return (<usize>units) * width + ((<usize>units) << 3)
}

/** Writes w = F(θ) for the OLM models and returns where the effective weights are. */
export function effective(theta: usize): usize {
  if (kind == LINEAR) return theta
  if (kind == DIAGONAL) {
    for (let k: usize = 0; k < width; k += 16) {
      const u = v128.load(theta + k)
      const v = v128.load(theta + width + k)
      v128.store(W + k, f64x2.sub(f64x2.mul(u, u), f64x2.mul(v, v)))
    }
    return W
  }
  for (let k: usize = 0; k < width; k += 16) v128.store(W + k, f64x2.splat(0))
  const out = theta + (<usize>units) * width
  for (let q: i32 = 0; q < units; q += 4) {
    const row = theta + (<usize>q) * width
    const a = out + ((<usize>q) << 3)
    const a0 = v128.load64_splat(a)
    const a1 = v128.load64_splat(a, 8)
    const a2 = v128.load64_splat(a, 16)
    const a3 = v128.load64_splat(a, 24)
    const r1 = row + width
    const r2 = r1 + width
    const r3 = r2 + width
    for (let k: usize = 0; k < width; k += 16) {
      const sum = quad(a0, v128.load(row + k), a1, v128.load(r1 + k), a2, v128.load(r2 + k), a3, v128.load(r3 + k))
      v128.store(W + k, f64x2.add(v128.load(W + k), sum))
    }
  }
  return W
}

/** (a0·x0 + a1·x1) + (a2·x2 + a3·x3): the one order in which four rows are added up, here and in the fused update. */
// @ts-ignore: decorator
@inline
export function quad(a0: v128, x0: v128, a1: v128, x1: v128, a2: v128, x2: v128, a3: v128, x3: v128): v128 {
  return f64x2.add(madd(f64x2.mul(a0, x0), a1, x1), madd(f64x2.mul(a2, x2), a3, x3))
}

/** x·w over `width` bytes, two partial sums: the same bits whether rows are taken singly or in fours. */
// @ts-ignore: decorator
@inline
export function dot(x: usize, w: usize): f64 {
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  for (let k: usize = 0; k < width; k += 32) {
    a = madd(a, v128.load(x + k), v128.load(w + k))
    b = madd(b, v128.load(x + k, 16), v128.load(w + k, 16))
  }
  return hsum(f64x2.add(a, b))
}

/** r_i = w·x_i − y_i for rows from ≤ i < to, at out + 8·(i − from). */
export function residuals(w: usize, from: u32, to: u32, out: usize): void {
  for (let i = from; i < to; i++) {
    store<f64>(out, dot(X + (<usize>i) * stride, w) - load<f64>(Y + ((<usize>i) << 3)))
    out += 8
  }
}

/** The largest of `count` indices, read as unsigned (so negative ones are large). */
export function rangeOf(indices: usize, count: u32): u32 {
  let max: u32 = 0
  for (let k: u32 = 0; k < count; k++) {
    const i = load<u32>(indices + ((<usize>k) << 2))
    if (i > max) max = i
  }
  return max
}
