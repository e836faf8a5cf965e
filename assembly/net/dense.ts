import { DEPTH, LINE, lanes, madd, put, putBiased, zero } from './lanes'
import { transpose } from './layout'

/** Lines of the input that stay in the second cache while W passes by. */
const GROUP: u32 = 4096

/** Four sums over `depth` inputs, of the lines at a times the numbers at w0 … w3, whose distance is `col`; into four lines `row` bytes apart. */
// @ts-ignore: decorator
@inline
export function four<T>(
  w0: usize,
  w1: usize,
  w2: usize,
  w3: usize,
  col: usize,
  a: usize,
  next: usize,
  depth: u32,
  c: usize,
  row: usize,
  s: v128,
  plus: bool,
  bias: usize,
): void {
  let p0 = zero(), q0 = zero(), p1 = zero(), q1 = zero(), p2 = zero(), q2 = zero(), p3 = zero(), q3 = zero()
  for (let l: u32 = 0; l < depth; l++) {
    const x = v128.load(a), y = v128.load(a, 16)
    a += next
    const u0 = v128.load_splat<T>(w0)
    p0 = madd<T>(p0, u0, x)
    q0 = madd<T>(q0, u0, y)
    w0 += col
    const u1 = v128.load_splat<T>(w1)
    p1 = madd<T>(p1, u1, x)
    q1 = madd<T>(q1, u1, y)
    w1 += col
    const u2 = v128.load_splat<T>(w2)
    p2 = madd<T>(p2, u2, x)
    q2 = madd<T>(q2, u2, y)
    w2 += col
    const u3 = v128.load_splat<T>(w3)
    p3 = madd<T>(p3, u3, x)
    q3 = madd<T>(q3, u3, y)
    w3 += col
  }
  if (bias) {
    putBiased<T>(c, p0, q0, s, plus, bias)
    putBiased<T>(c + row, p1, q1, s, plus, bias + sizeof<T>())
    putBiased<T>(c + 2 * row, p2, q2, s, plus, bias + 2 * sizeof<T>())
    putBiased<T>(c + 3 * row, p3, q3, s, plus, bias + 3 * sizeof<T>())
  } else {
    put<T>(c, p0, q0, s, plus)
    put<T>(c + row, p1, q1, s, plus)
    put<T>(c + 2 * row, p2, q2, s, plus)
    put<T>(c + 3 * row, p3, q3, s, plus)
  }
}

/** One sum for up to four panels, which keep the adders busy where one would wait for itself. */
// @ts-ignore: decorator
@inline
function one<T>(w: usize, col: usize, a: usize, pitchA: usize, depth: u32, c: usize, pitchC: usize, panels: u32, s: v128, plus: bool, bias: usize): void {
  let p0 = zero(), q0 = zero(), p1 = zero(), q1 = zero(), p2 = zero(), q2 = zero(), p3 = zero(), q3 = zero()
  let a1 = panels > 1 ? a + pitchA : a
  let a2 = panels > 2 ? a1 + pitchA : a
  let a3 = panels > 3 ? a2 + pitchA : a
  for (let l: u32 = 0; l < depth; l++) {
    const u = v128.load_splat<T>(w)
    w += col
    p0 = madd<T>(p0, u, v128.load(a))
    q0 = madd<T>(q0, u, v128.load(a, 16))
    a += LINE
    p1 = madd<T>(p1, u, v128.load(a1))
    q1 = madd<T>(q1, u, v128.load(a1, 16))
    a1 += LINE
    p2 = madd<T>(p2, u, v128.load(a2))
    q2 = madd<T>(q2, u, v128.load(a2, 16))
    a2 += LINE
    p3 = madd<T>(p3, u, v128.load(a3))
    q3 = madd<T>(q3, u, v128.load(a3, 16))
    a3 += LINE
  }
  putOne<T>(c, p0, q0, s, plus, bias)
  if (panels > 1) putOne<T>(c + pitchC, p1, q1, s, plus, bias)
  if (panels > 2) putOne<T>(c + 2 * pitchC, p2, q2, s, plus, bias)
  if (panels > 3) putOne<T>(c + 3 * pitchC, p3, q3, s, plus, bias)
}

// @ts-ignore: decorator
@inline
function putOne<T>(c: usize, lo: v128, hi: v128, s: v128, plus: bool, bias: usize): void {
  if (bias) putBiased<T>(c, lo, hi, s, plus, bias)
  else put<T>(c, lo, hi, s, plus)
}

/** z = or += scale·(W a), and + b unless `bias` is 0: W out×depth with rows `ld` bytes apart. */
export function forward<T>(
  W: usize,
  ld: usize,
  a: usize,
  pitchA: usize,
  z: usize,
  pitchZ: usize,
  panels: u32,
  out: u32,
  depth: u32,
  scale: f64,
  plus: bool,
  bias: usize,
): void {
  const s = v128.splat<T>(<T>scale)
  const group = max<u32>(1, GROUP / min(depth, DEPTH))
  for (let l: u32 = 0; l < depth; l += DEPTH) {
    const span = min(DEPTH, depth - l)
    const add = plus || l > 0
    const b = l + span == depth ? bias : 0
    const al = a + (<usize>l) * LINE
    for (let p: u32 = 0; p < panels; p += group) {
      const end = min(panels, p + group)
      let w = W + (<usize>l) * sizeof<T>()
      let o: u32 = 0
      let bo = b
      for (; o + 4 <= out; o += 4) {
        for (let q = p; q < end; q++)
          four<T>(
            w, w + ld, w + 2 * ld, w + 3 * ld, sizeof<T>(),
            al + (<usize>q) * pitchA, LINE, span,
            z + (<usize>q) * pitchZ + (<usize>o) * LINE, LINE, s, add, bo,
          )
        w += 4 * ld
        if (b) bo += 4 * sizeof<T>()
      }
      for (; o < out; o++) {
        for (let q = p; q < end; q += 4)
          one<T>(
            w, sizeof<T>(), al + (<usize>q) * pitchA, pitchA, span,
            z + (<usize>q) * pitchZ + (<usize>o) * LINE, pitchZ, end - q, s, add, bo,
          )
        w += ld
        if (b) bo += sizeof<T>()
      }
    }
  }
}

/** da = or += scale·(Wᵀ dz): W depth×inputs with rows `ld` bytes apart. Columns of W are copied to `scratch` (4·DEPTH numbers) where many panels read them. */
export function backward<T>(
  W: usize,
  ld: usize,
  dz: usize,
  pitchD: usize,
  da: usize,
  pitchA: usize,
  panels: u32,
  inputs: u32,
  depth: u32,
  scale: f64,
  plus: bool,
  scratch: usize,
): void {
  const s = v128.splat<T>(<T>scale)
  for (let l: u32 = 0; l < depth; l += DEPTH) {
    const span = min(DEPTH, depth - l)
    const add = plus || l > 0
    const dl = dz + (<usize>l) * LINE
    const copied = panels > 2 && span > 1
    let j: u32 = 0
    let w = W + (<usize>l) * ld
    for (; j + 4 <= inputs; j += 4) {
      const v = copied ? scratch : w
      const col = copied ? 4 * sizeof<T>() : ld
      if (copied) copyFour<T>(w, ld, span, scratch)
      for (let p: u32 = 0; p < panels; p++)
        four<T>(
          v, v + sizeof<T>(), v + 2 * sizeof<T>(), v + 3 * sizeof<T>(), col,
          dl + (<usize>p) * pitchD, LINE, span,
          da + (<usize>p) * pitchA + (<usize>j) * LINE, LINE, s, add, 0,
        )
      w += 4 * sizeof<T>()
    }
    for (; j < inputs; j++) {
      for (let p: u32 = 0; p < panels; p += 4)
        one<T>(
          w, ld, dl + (<usize>p) * pitchD, pitchD, span,
          da + (<usize>p) * pitchA + (<usize>j) * LINE, pitchA, panels - p, s, add, 0,
        )
      w += sizeof<T>()
    }
  }
}

// @ts-ignore: decorator
@inline
function copyFour<T>(w: usize, ld: usize, rows: u32, to: usize): void {
  for (let l: u32 = 0; l < rows; l++) {
    v128.store(to, v128.load(w))
    if (sizeof<T>() == 8) v128.store(to, v128.load(w, 16), 16)
    w += ld
    to += 4 * sizeof<T>()
  }
}

/** Bytes of the part of the transposed input that is worked on at a time: it stays in the nearest cache. */
const CHUNK: u32 = 20480

/**
 * sum += scale·dzᵀa (out×inputs, rows `ld` bytes apart) and, unless `bias` is 0, the sums of dz there. `scratch` holds
 * `scratchLines(rows)` lines.
 */
export function weights<T>(
  dz: usize,
  pitchD: usize,
  a: usize,
  pitchA: usize,
  rows: u32,
  out: u32,
  inputs: u32,
  sum: usize,
  ld: usize,
  scale: f64,
  bias: usize,
  scratch: usize,
): void {
  const L = lanes<T>()
  const groups = (inputs + L - 1) / L
  const tile = scratch
  const flat = scratch + 4 * LINE
  for (let i: u32 = 0; i < rows; i += DEPTH) {
    const count = min(DEPTH, rows - i)
    const height = (<usize>((count + L - 1) / L)) * L * LINE
    const chunk = max<u32>(1, CHUNK / <u32>height)
    const from = (<usize>(i / L))
    for (let g: u32 = 0; g < groups; g += chunk) {
      const end = min(groups, g + chunk)
      for (let h = g; h < end; h++) {
        let x = a + from * pitchA + (<usize>(h * L)) * LINE
        let y = flat + (<usize>(h - g)) * height
        for (let r: u32 = 0; r < count; r += L) {
          transpose<T>(x, LINE, y, LINE)
          x += pitchA
          y += L * LINE
        }
      }
      for (let o: u32 = 0; o < out; o += 4) {
        const d = dz + from * pitchD + (<usize>o) * LINE
        const d1 = o + 1 < out ? LINE : 0
        const d2 = o + 2 < out ? 2 * LINE : 0
        const d3 = o + 3 < out ? 3 * LINE : 0
        for (let h = g; h < end; h++) {
          const c = sum + (<usize>o) * ld + (<usize>h) * LINE
          const x = flat + (<usize>(h - g)) * height
          weightTile<T>(d, d + d1, d + d2, d + d3, pitchD, x, count, c, ld, min(4, out - o), min(L, inputs - h * L), <T>scale, tile)
        }
      }
    }
    if (bias) addTerms<T>(dz + from * pitchD, LINE, pitchD, count, out, 1, bias)
  }
}

// @ts-ignore: decorator
@inline
function weightTile<T>(
  d0: usize,
  d1: usize,
  d2: usize,
  d3: usize,
  pitch: usize,
  x: usize,
  rows: u32,
  c: usize,
  ld: usize,
  high: u32,
  wide: u32,
  scale: T,
  tile: usize,
): void {
  let p0 = zero(), q0 = zero(), p1 = zero(), q1 = zero(), p2 = zero(), q2 = zero(), p3 = zero(), q3 = zero()
  while (rows > 0) {
    const count = min(rows, lanes<T>())
    const end = (<usize>count) * sizeof<T>()
    for (let k: usize = 0; k < end; k += sizeof<T>()) {
      const a = v128.load(x), b = v128.load(x, 16)
      x += LINE
      const u0 = v128.load_splat<T>(d0 + k)
      p0 = madd<T>(p0, u0, a)
      q0 = madd<T>(q0, u0, b)
      const u1 = v128.load_splat<T>(d1 + k)
      p1 = madd<T>(p1, u1, a)
      q1 = madd<T>(q1, u1, b)
      const u2 = v128.load_splat<T>(d2 + k)
      p2 = madd<T>(p2, u2, a)
      q2 = madd<T>(q2, u2, b)
      const u3 = v128.load_splat<T>(d3 + k)
      p3 = madd<T>(p3, u3, a)
      q3 = madd<T>(q3, u3, b)
    }
    d0 += pitch
    d1 += pitch
    d2 += pitch
    d3 += pitch
    rows -= count
  }
  if (high == 4 && wide == lanes<T>()) {
    const s = v128.splat<T>(scale)
    put<T>(c, p0, q0, s, true)
    put<T>(c + ld, p1, q1, s, true)
    put<T>(c + 2 * ld, p2, q2, s, true)
    put<T>(c + 3 * ld, p3, q3, s, true)
    return
  }
  v128.store(tile, p0)
  v128.store(tile, q0, 16)
  v128.store(tile, p1, 32)
  v128.store(tile, q1, 48)
  v128.store(tile, p2, 64)
  v128.store(tile, q2, 80)
  v128.store(tile, p3, 96)
  v128.store(tile, q3, 112)
  for (let o: u32 = 0; o < high; o++)
    for (let j: u32 = 0; j < wide; j++) {
      const at = c + (<usize>o) * ld + (<usize>j) * sizeof<T>()
      store<T>(at, load<T>(at) + scale * load<T>(tile + (<usize>o) * LINE + (<usize>j) * sizeof<T>()))
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

/** Lines of scratch that `weights` needs for so many rows. */
export function scratchLines(rows: u32): u32 {
  return 4 + max<u32>(CHUNK / <u32>LINE, (min(rows, DEPTH) + 7) & ~7)
}
