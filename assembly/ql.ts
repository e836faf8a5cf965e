// Implicit QL with Wilkinson's shift. Rotations are collected and applied to the vectors many sweeps at a time, one strip of eight
// columns after the other, so that a strip stays in cache and each row is read and written once per rotation.

const HALF_EPSILON: f64 = 1.1102230246251565e-16
const SWEEPS_PER_VALUE: u32 = 60

// @ts-ignore: decorator
@inline
function at(x: usize, i: i32): usize {
  return x + ((<usize>i) << 3)
}

// @ts-ignore: decorator
@inline
function length(a: f64, b: f64): f64 {
  const x = abs(a)
  const y = abs(b)
  const big = max(x, y)
  if (big == 0) return 0
  const ratio = min(x, y) / big
  return big * sqrt(1 + ratio * ratio)
}

let strips: usize = 0
let rows: i32 = 0
let cols: i32 = 0
let rotations: usize = 0
let used: i32 = 0
let sweeps: usize = 0
let sweepCount: i32 = 0

/**
 * Eigenvalues (into d, unsorted) of the tridiagonal matrix (d, e), e_i between i and i + 1; e has room for n. The rows of P, stored
 * as strips (8 columns, n rows of 64 bytes each), are turned into the eigenvectors. `rot` has room for `room` ≥ n rotations of 16
 * bytes, `headers` for `maxSweeps` sweeps of 8 bytes. False if it does not converge.
 */
export function ql(n: i32, d: usize, e: usize, p: usize, stripCount: i32, rot: usize, room: i32, headers: usize, maxSweeps: i32): bool {
  strips = p
  rows = n
  cols = stripCount
  rotations = rot
  sweeps = headers
  used = 0
  sweepCount = 0
  store<f64>(at(e, n - 1), 0)
  let size: f64 = 0
  for (let i = 0; i < n; i++) size = max(size, abs(load<f64>(at(d, i))) + abs(load<f64>(at(e, i))))
  // Splitting at this size is backward stable in the norm of A, and quick where eigenvalues repeat or vanish.
  const tolerance = size * HALF_EPSILON
  for (let l = 0; l < n; l++) {
    for (let sweep: u32 = 0; ; sweep++) {
      let m = l
      while (m < n - 1 && abs(load<f64>(at(e, m))) > tolerance) m++
      if (m == l) break
      if (sweep == SWEEPS_PER_VALUE) return false
      if (used + (m - l) > room || sweepCount == maxSweeps) apply()
      turn(d, e, l, m)
    }
  }
  apply()
  return true
}

/** One sweep over rows l … m. */
function turn(d: usize, e: usize, l: i32, m: i32): void {
  const el = load<f64>(at(e, l))
  let g = (load<f64>(at(d, l + 1)) - load<f64>(at(d, l))) / (2 * el)
  const root = length(g, 1)
  g = load<f64>(at(d, m)) - load<f64>(at(d, l)) + el / (g + (g < 0 ? -root : root))
  let s: f64 = 1
  let c: f64 = 1
  let p: f64 = 0
  let i = m - 1
  let to = rotations + ((<usize>used) << 4)
  for (; i >= l; i--) {
    const ei = load<f64>(at(e, i))
    const f = s * ei
    const b = c * ei
    let r = length(f, g)
    store<f64>(at(e, i + 1), r)
    if (r == 0) {
      store<f64>(at(d, i + 1), load<f64>(at(d, i + 1)) - p)
      break
    }
    s = f / r
    c = g / r
    g = load<f64>(at(d, i + 1)) - p
    r = (load<f64>(at(d, i)) - g) * s + 2 * c * b
    p = s * r
    store<f64>(at(d, i + 1), g + p)
    g = c * r - b
    store<f64>(to, c)
    store<f64>(to, s, 8)
    to += 16
  }
  if (i < l) {
    store<f64>(at(d, l), load<f64>(at(d, l)) - p)
    store<f64>(at(e, l), g)
  }
  store<f64>(at(e, m), 0)
  const done = m - 1 - i
  const header = sweeps + ((<usize>sweepCount) << 3)
  store<i32>(header, m)
  store<i32>(header, done, 4)
  sweepCount++
  used += done
}

/** Applies the collected rotations to every strip. */
function apply(): void {
  const height = (<usize>rows) << 6
  for (let strip = 0; strip < cols; strip++) {
    const base = strips + (<usize>strip) * height
    let from = rotations
    for (let k = 0; k < sweepCount; k++) {
      const header = sweeps + ((<usize>k) << 3)
      const count = load<i32>(header, 4)
      rotate(base + ((<usize>load<i32>(header)) << 6), from, count)
      from += (<usize>count) << 4
    }
  }
  used = 0
  sweepCount = 0
}

/** `count` rotations of neighbouring rows, upwards from `row`: (row above, row) ← (c·above − s·row, s·above + c·row). */
// @ts-ignore: decorator
@inline
function rotate(row: usize, from: usize, count: i32): void {
  let x0 = v128.load(row), x1 = v128.load(row, 16), x2 = v128.load(row, 32), x3 = v128.load(row, 48)
  const stop = from + ((<usize>count) << 4)
  while (from < stop) {
    const c = v128.load64_splat(from)
    const s = v128.load64_splat(from, 8)
    const above = row - 64
    const y0 = v128.load(above), y1 = v128.load(above, 16), y2 = v128.load(above, 32), y3 = v128.load(above, 48)
    v128.store(row, f64x2.add(f64x2.mul(s, y0), f64x2.mul(c, x0)))
    v128.store(row, f64x2.add(f64x2.mul(s, y1), f64x2.mul(c, x1)), 16)
    v128.store(row, f64x2.add(f64x2.mul(s, y2), f64x2.mul(c, x2)), 32)
    v128.store(row, f64x2.add(f64x2.mul(s, y3), f64x2.mul(c, x3)), 48)
    x0 = f64x2.sub(f64x2.mul(c, y0), f64x2.mul(s, x0))
    x1 = f64x2.sub(f64x2.mul(c, y1), f64x2.mul(s, x1))
    x2 = f64x2.sub(f64x2.mul(c, y2), f64x2.mul(s, x2))
    x3 = f64x2.sub(f64x2.mul(c, y3), f64x2.mul(s, x3))
    row = above
    from += 16
  }
  v128.store(row, x0)
  v128.store(row, x1, 16)
  v128.store(row, x2, 32)
  v128.store(row, x3, 48)
}

/** Copies row-major P (rows ld bytes apart) into strips. */
export function toStrips(p: usize, ld: usize, n: i32, stripCount: i32, to: usize): void {
  for (let strip = 0; strip < stripCount; strip++) {
    let from = p + ((<usize>strip) << 6)
    for (let i = 0; i < n; i++) {
      for (let k: usize = 0; k < 64; k += 16) v128.store(to + k, v128.load(from + k))
      from += ld
      to += 64
    }
  }
}

/** Copies row `i` of the strips to a plain vector of length n, its largest entry (the first of equals) made positive. */
export function fromStrips(p: usize, n: i32, i: i32, to: usize): void {
  const height = (<usize>n) << 6
  const row = p + ((<usize>i) << 6)
  let big: f64 = 0
  let sign: f64 = 1
  for (let k = 0; k < n; k++) {
    const x = load<f64>(row + (<usize>(k >> 3)) * height + ((<usize>(k & 7)) << 3))
    if (abs(x) > big) {
      big = abs(x)
      sign = x < 0 ? -1 : 1
    }
    store<f64>(at(to, k), x)
  }
  for (let k = 0; k < n; k++) store<f64>(at(to, k), sign * load<f64>(at(to, k)))
}
