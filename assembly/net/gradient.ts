import { DEPTH, LINE, lanes, madd, put, zero } from './lanes'
import { transpose } from './layout'

/** Bytes of the part of the transposed input that is worked on at a time: it stays in the nearest cache. */
const CHUNK: u32 = 20480

/** Lines of scratch that `weights` needs for so many rows. */
export function scratchLines(rows: u32): u32 {
  return 4 + max<u32>(CHUNK / <u32>LINE, (min(rows, DEPTH) + 7) & ~7) + 3 * ((min(rows, DEPTH) + 7) & ~7)
}

/** Transposes groups g … end of the inputs of `count` samples: a group is a line of as many inputs for each sample. */
// @ts-ignore: decorator
@inline
function turn<T>(a: usize, pitch: usize, count: u32, g: u32, end: u32, to: usize): void {
  for (let h = g; h < end; h++) {
    let x = a + (<usize>(h * lanes<T>())) * LINE
    for (let r: u32 = 0; r < count; r += lanes<T>()) {
      transpose<T>(x, LINE, to, LINE)
      x += pitch
      to += lanes<T>() * LINE
    }
  }
}

/** sum += scale·dzᵀa (out×inputs, rows `ld` bytes apart) and, unless `bias` is 0, the sums of dz there. */
export function weights<T>(
  dz: usize,
  pitchD: usize,
  a: usize,
  pitchA: usize,
  rows: u32,
  out: u32,
  inputs: u32,
  scale: f64,
  scratch: usize,
  sum: usize,
  ld: usize,
  bias: usize,
): void {
  if (bias) addTerms<T>(dz, LINE, pitchD, rows, out, 1, bias)
  const L = lanes<T>()
  const groups = (inputs + L - 1) / L
  const flat = scratch + 4 * LINE
  for (let i: u32 = 0; i < rows; i += DEPTH) {
    const from = <usize>(i / L)
    const count = min(DEPTH, rows - i)
    const height = ((count + L - 1) / L) * L * <u32>LINE
    const chunk = max<u32>(1, CHUNK / height)
    for (let g: u32 = 0; g < groups; g += chunk) {
      const end = min(groups, g + chunk)
      turn<T>(a + from * pitchA, pitchA, count, g, end, flat)
      for (let o: u32 = 0; o < out; o += 4) {
        const d = dz + from * pitchD + (<usize>o) * LINE
        const high = min<u32>(4, out - o)
        if (high == 1) {
          let x = flat
          for (let h = g; h < end; h += 4) {
            const c = sum + (<usize>o) * ld + (<usize>h) * LINE
            row<T>(d, pitchD, x, height, count, scratch)
            addPart<T>(scratch, 1, min(4 * L, min(inputs, end * L) - h * L), c, ld, <T>scale)
            x += 4 * height
          }
          continue
        }
        let x = flat
        for (let h = g; h < end; h++) {
          const c = sum + (<usize>o) * ld + (<usize>h) * LINE
          const wide = min(L, inputs - h * L)
          if (high == 4 && wide == L) tile<T>(d, pitchD, x, count, c, ld, <T>scale, true)
          else {
            tile<T>(d, pitchD, x, count, scratch, LINE, 1, false)
            addPart<T>(scratch, high, wide, c, ld, <T>scale)
          }
          x += height
        }
      }
    }
  }
}

/** Four lines at c, `ld` bytes apart, = or += scale times four lines of dz times the lines at x; lines of dz beyond the last count as any. */
// @ts-ignore: decorator
@inline
function tile<T>(d: usize, pitch: usize, x: usize, rows: u32, c: usize, ld: usize, scale: T, plus: bool): void {
  let p0 = zero(), q0 = zero(), p1 = zero(), q1 = zero(), p2 = zero(), q2 = zero(), p3 = zero(), q3 = zero()
  while (rows > 0) {
    const count = min(rows, lanes<T>())
    const end = x + (<usize>count) * LINE
    for (let k = d; x < end; k += sizeof<T>()) {
      const a = v128.load(x), b = v128.load(x, 16)
      x += LINE
      const u0 = v128.load_splat<T>(k)
      p0 = madd<T>(p0, u0, a)
      q0 = madd<T>(q0, u0, b)
      const u1 = v128.load_splat<T>(k, 32)
      p1 = madd<T>(p1, u1, a)
      q1 = madd<T>(q1, u1, b)
      const u2 = v128.load_splat<T>(k, 64)
      p2 = madd<T>(p2, u2, a)
      q2 = madd<T>(q2, u2, b)
      const u3 = v128.load_splat<T>(k, 96)
      p3 = madd<T>(p3, u3, a)
      q3 = madd<T>(q3, u3, b)
    }
    d += pitch
    rows -= count
  }
  const s = v128.splat<T>(scale)
  put<T>(c, p0, q0, s, plus)
  put<T>(c + ld, p1, q1, s, plus)
  put<T>(c + 2 * ld, p2, q2, s, plus)
  put<T>(c + 3 * ld, p3, q3, s, plus)
}

/** The sums of one line of dz times four groups, into four lines in a row; groups beyond the last are read, and left. */
// @ts-ignore: decorator
@inline
function row<T>(d: usize, pitch: usize, x: usize, height: u32, rows: u32, to: usize): void {
  let p0 = zero(), q0 = zero(), p1 = zero(), q1 = zero(), p2 = zero(), q2 = zero(), p3 = zero(), q3 = zero()
  let x1 = x + height
  let x2 = x1 + height
  let x3 = x2 + height
  while (rows > 0) {
    const count = min(rows, lanes<T>())
    const end = d + (<usize>count) * sizeof<T>()
    for (let k = d; k < end; k += sizeof<T>()) {
      const u = v128.load_splat<T>(k)
      p0 = madd<T>(p0, u, v128.load(x))
      q0 = madd<T>(q0, u, v128.load(x, 16))
      p1 = madd<T>(p1, u, v128.load(x1))
      q1 = madd<T>(q1, u, v128.load(x1, 16))
      p2 = madd<T>(p2, u, v128.load(x2))
      q2 = madd<T>(q2, u, v128.load(x2, 16))
      p3 = madd<T>(p3, u, v128.load(x3))
      q3 = madd<T>(q3, u, v128.load(x3, 16))
      x += LINE
      x1 += LINE
      x2 += LINE
      x3 += LINE
    }
    d += pitch
    rows -= count
  }
  v128.store(to, p0)
  v128.store(to, q0, 16)
  v128.store(to, p1, 32)
  v128.store(to, q1, 48)
  v128.store(to, p2, 64)
  v128.store(to, q2, 80)
  v128.store(to, p3, 96)
  v128.store(to, q3, 112)
}

/** Adds scale times the part of four lines, of one row or of four, that is in the matrix. */
// @ts-ignore: decorator
@inline
function addPart<T>(from: usize, high: u32, wide: u32, c: usize, ld: usize, scale: T): void {
  if (high == 1 && wide == 4 * lanes<T>()) {
    const s = v128.splat<T>(scale)
    for (let k: usize = 0; k < 4 * LINE; k += 16) v128.store(c + k, madd<T>(v128.load(c + k), s, v128.load(from + k)))
    return
  }
  for (let o: usize = 0; o < <usize>high; o++)
    for (let j: usize = 0; j < <usize>wide; j++) {
      const at = c + o * ld + j * sizeof<T>()
      store<T>(at, load<T>(at) + scale * load<T>(from + o * LINE + j * sizeof<T>()))
    }
}

/**
 * Adds to each of `out` numbers at `to` its terms, sample by sample and for each the lines of its `places`: four numbers at a
 * time, for each addition waits for the one before. The lines of a number begin `row` bytes behind those of the one before.
 */
export function addTerms<T>(d: usize, row: usize, pitch: usize, rows: u32, out: u32, places: u32, to: usize): void {
  for (let o: u32 = 0; o < out; o += 4) {
    const d0 = d + (<usize>o) * row
    const d1 = o + 1 < out ? row : 0
    const d2 = o + 2 < out ? 2 * row : 0
    const d3 = o + 3 < out ? 3 * row : 0
    const at = to + (<usize>o) * sizeof<T>()
    let s0 = load<T>(at)
    let s1: T = d1 ? load<T>(at, sizeof<T>()) : 0
    let s2: T = d2 ? load<T>(at, 2 * sizeof<T>()) : 0
    let s3: T = d3 ? load<T>(at, 3 * sizeof<T>()) : 0
    for (let i: u32 = 0; i < rows; i++) {
      let x = d0 + (<usize>(i / lanes<T>())) * pitch + (<usize>(i % lanes<T>())) * sizeof<T>()
      const end = x + (<usize>places) * LINE
      for (; x < end; x += LINE) {
        s0 += load<T>(x)
        s1 += load<T>(x + d1)
        s2 += load<T>(x + d2)
        s3 += load<T>(x + d3)
      }
    }
    store<T>(at, s0)
    if (d1) store<T>(at, s1, sizeof<T>())
    if (d2) store<T>(at, s2, 2 * sizeof<T>())
    if (d3) store<T>(at, s3, 3 * sizeof<T>())
  }
}

/** Of `count` rows of W the products dz·a of every sample (one line per entry, row by row), then dz itself unless `bias` is false. */
export function outer<T>(dz: usize, pitchD: usize, a: usize, pitchA: usize, panels: u32, count: u32, taps: u32, scale: f64, bias: bool, J: usize, pitchJ: usize): void {
  const s = v128.splat<T>(<T>scale)
  for (let p: u32 = 0; p < panels; p++) {
    let c = J + (<usize>p) * pitchJ
    const d = dz + (<usize>p) * pitchD
    const x = a + (<usize>p) * pitchA
    const end = x + (<usize>taps) * LINE
    for (let f: u32 = 0; f < count; f++) {
      const u = v128.load(d + (<usize>f) * LINE), v = v128.load(d + (<usize>f) * LINE, 16)
      for (let k = x; k < end; k += LINE) {
        put<T>(c, v128.mul<T>(u, v128.load(k)), v128.mul<T>(v, v128.load(k, 16)), s, false)
        c += LINE
      }
    }
    if (bias)
      for (let f: u32 = 0; f < count; f++) {
        v128.store(c, v128.add<T>(zero(), v128.load(d + (<usize>f) * LINE)))
        v128.store(c, v128.add<T>(zero(), v128.load(d + (<usize>f) * LINE, 16)), 16)
        c += LINE
      }
  }
}
