import { DEPTH, LINE, madd, put, putBiased, zero } from './lanes'

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
