import { LINE, lanes } from './lanes'

// @ts-ignore: decorator
@inline
function low64(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 0, 2)
}

// @ts-ignore: decorator
@inline
function high64(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 1, 3)
}

/** Four vectors of four float32, `from` bytes apart, to their transpose, `to` bytes apart. */
// @ts-ignore: decorator
@inline
function fours(x: usize, from: usize, y: usize, to: usize): void {
  const a = v128.load(x), b = v128.load(x + from), c = v128.load(x + 2 * from), d = v128.load(x + 3 * from)
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
  const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7), CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  v128.store(y, low64(ab, cd))
  v128.store(y + to, high64(ab, cd))
  v128.store(y + 2 * to, low64(AB, CD))
  v128.store(y + 3 * to, high64(AB, CD))
}

/** A square of as many lines as lanes, `from` bytes apart, to its transpose, `to` bytes apart. */
// @ts-ignore: decorator
@inline
export function transpose<T>(x: usize, from: usize, y: usize, to: usize): void {
  if (sizeof<T>() == 8) {
    for (let k: usize = 0; k < 32; k += 16) {
      const a = v128.load(x + k), b = v128.load(x + from + k), c = v128.load(x + 2 * from + k), d = v128.load(x + 3 * from + k)
      const z = y + (k >> 3) * to
      v128.store(z, low64(a, b))
      v128.store(z, low64(c, d), 16)
      v128.store(z + to, high64(a, b))
      v128.store(z + to, high64(c, d), 16)
    }
  } else {
    fours(x, from, y, to)
    fours(x + 16, from, y + 4 * to, to)
    fours(x + 4 * from, from, y + 16, to)
    fours(x + 4 * from + 16, from, y + 4 * to + 16, to)
  }
}

/** Panels, `pitch` bytes apart, from `count` rows of float64, `width` numbers each; the lanes beyond become zero. */
export function fromRows<T>(rows: usize, count: u32, width: u32, panel: usize, pitch: usize): void {
  const ld = (<usize>width) << 3
  for (; count >= lanes<T>(); count -= lanes<T>()) {
    wholePanel<T>(rows, width, panel)
    rows += lanes<T>() * ld
    panel += pitch
  }
  if (count == 0) return
  const end = panel + (<usize>width) * LINE
  for (let i: u32 = 0; i < lanes<T>(); i++) {
    let x = rows + (<usize>i) * ld
    const lane = (<usize>i) * sizeof<T>()
    if (i < count) {
      for (let y = panel; y < end; y += LINE) {
        store<T>(y + lane, <T>load<f64>(x))
        x += 8
      }
    } else {
      for (let y = panel; y < end; y += LINE) store<T>(y + lane, 0)
    }
  }
}

/** Four float64 as float32. */
// @ts-ignore: decorator
@inline
function narrow(x: usize): v128 {
  return low64(f32x4.demote_f64x2_zero(v128.load(x)), f32x4.demote_f64x2_zero(v128.load(x, 16)))
}

// @ts-ignore: decorator
@inline
function wholePanel<T>(rows: usize, width: u32, panel: usize): void {
  const ld = (<usize>width) << 3
  let j: u32 = 0
  if (sizeof<T>() == 8) {
    for (; j + 4 <= width; j += 4) {
      transpose<f64>(rows, ld, panel, LINE)
      rows += 32
      panel += 4 * LINE
    }
  } else {
    for (; j + 4 <= width; j += 4) {
      for (let h: usize = 0; h < 2; h++) {
        const x = rows + 4 * h * ld
        const y = panel + 16 * h
        const a = narrow(x), b = narrow(x + ld), c = narrow(x + 2 * ld), d = narrow(x + 3 * ld)
        const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
        const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7), CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
        v128.store(y, low64(ab, cd))
        v128.store(y + LINE, high64(ab, cd))
        v128.store(y + 2 * LINE, low64(AB, CD))
        v128.store(y + 3 * LINE, high64(AB, CD))
      }
      rows += 32
      panel += 4 * LINE
    }
  }
  for (; j < width; j++) {
    for (let i: usize = 0; i < lanes<T>(); i++) store<T>(panel + i * sizeof<T>(), <T>load<f64>(rows + i * ld))
    rows += 8
    panel += LINE
  }
}

/** The `count` rows of panels as float64. */
export function toRows<T>(panel: usize, pitch: usize, count: u32, width: u32, rows: usize): void {
  const ld = (<usize>width) << 3
  for (let i: u32 = 0; i < count; i++) {
    let x = panel + (<usize>(i / lanes<T>())) * pitch + (<usize>(i % lanes<T>())) * sizeof<T>()
    const end = rows + ld
    for (; rows < end; rows += 8) {
      store<f64>(rows, <f64>load<T>(x))
      x += LINE
    }
  }
}

/** Copies the lower triangle of a square matrix to the upper, square by square of lanes, within squares that stay in the nearest cache. */
export function mirror<T>(A: usize, n: u32, ld: usize): void {
  const side: u32 = 32
  const L = lanes<T>()
  const whole = n - (n % L)
  for (let top: u32 = 0; top < whole; top += side)
    for (let left: u32 = 0; left <= top; left += side)
      for (let i = top; i < min(whole, top + side); i += L)
        for (let j = left; j < min(i, left + side); j += L)
          transpose<T>(A + (<usize>i) * ld + (<usize>j) * sizeof<T>(), ld, A + (<usize>j) * ld + (<usize>i) * sizeof<T>(), ld)
  for (let i: u32 = 0; i < n; i++)
    for (let j = i < whole ? i - (i % L) : 0; j < i; j++)
      store<T>(A + (<usize>j) * ld + (<usize>i) * sizeof<T>(), load<T>(A + (<usize>i) * ld + (<usize>j) * sizeof<T>()))
}
