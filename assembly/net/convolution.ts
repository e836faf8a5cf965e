import { DEPTH, LINE, madd, put, putBiased, zero } from './lanes'
import { four } from './dense'
import { addTerms } from './gradient'

// Tables hold byte offsets of lines within a panel, four bytes each: `seen` place by place, `taken` tap by tap. Taps that
// hang over the edge see the line behind the last of `panel`, which is zero.

/** Copies a panel and puts a line of zeros behind it. */
export function guard(from: usize, lines: u32, to: usize): void {
  const bytes = (<usize>lines) * LINE
  memory.copy(to, from, bytes)
  v128.store(to + bytes, zero())
  v128.store(to + bytes, zero(), 16)
}

/** z = or += scale·(W ⋆ panel), and + b unless `bias` is 0. */
export function convolve<T>(
  W: usize,
  ld: usize,
  panel: usize,
  seen: usize,
  z: usize,
  out: u32,
  taps: u32,
  places: u32,
  scale: f64,
  plus: bool,
  bias: usize,
): void {
  const s = v128.splat<T>(<T>scale)
  const row = (<usize>places) * LINE
  for (let l: u32 = 0; l < taps; l += DEPTH) {
    const span = min(DEPTH, taps - l)
    const add = plus || l > 0
    const b = l + span == taps ? bias : 0
    for (let q: u32 = 0; q < places; q++) {
      const t = seen + ((<usize>(q * taps + l)) << 2)
      for (let f: u32 = 0; f < out; f += 4) {
        const w = W + (<usize>f) * ld + (<usize>l) * sizeof<T>()
        window<T>(w, ld, min(4, out - f), panel, t, span, z + (<usize>f) * row + (<usize>q) * LINE, row, s, add, b ? b + (<usize>f) * sizeof<T>() : 0)
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function window<T>(w0: usize, ld: usize, high: u32, panel: usize, t: usize, depth: u32, c: usize, row: usize, s: v128, plus: bool, bias: usize): void {
  let w1 = high > 1 ? w0 + ld : w0
  let w2 = high > 2 ? w1 + ld : w0
  let w3 = high > 3 ? w2 + ld : w0
  let p0 = zero(), q0 = zero(), p1 = zero(), q1 = zero(), p2 = zero(), q2 = zero(), p3 = zero(), q3 = zero()
  const end = t + ((<usize>depth) << 2)
  for (; t < end; t += 4) {
    const a = panel + <usize>load<u32>(t)
    const x = v128.load(a), y = v128.load(a, 16)
    const u0 = v128.load_splat<T>(w0)
    p0 = madd<T>(p0, u0, x)
    q0 = madd<T>(q0, u0, y)
    w0 += sizeof<T>()
    const u1 = v128.load_splat<T>(w1)
    p1 = madd<T>(p1, u1, x)
    q1 = madd<T>(q1, u1, y)
    w1 += sizeof<T>()
    const u2 = v128.load_splat<T>(w2)
    p2 = madd<T>(p2, u2, x)
    q2 = madd<T>(q2, u2, y)
    w2 += sizeof<T>()
    const u3 = v128.load_splat<T>(w3)
    p3 = madd<T>(p3, u3, x)
    q3 = madd<T>(q3, u3, y)
    w3 += sizeof<T>()
  }
  if (bias) {
    putBiased<T>(c, p0, q0, s, plus, bias)
    if (high > 1) putBiased<T>(c + row, p1, q1, s, plus, bias + sizeof<T>())
    if (high > 2) putBiased<T>(c + 2 * row, p2, q2, s, plus, bias + 2 * sizeof<T>())
    if (high > 3) putBiased<T>(c + 3 * row, p3, q3, s, plus, bias + 3 * sizeof<T>())
  } else {
    put<T>(c, p0, q0, s, plus)
    if (high > 1) put<T>(c + row, p1, q1, s, plus)
    if (high > 2) put<T>(c + 2 * row, p2, q2, s, plus)
    if (high > 3) put<T>(c + 3 * row, p3, q3, s, plus)
  }
}

/**
 * panel += scale·(W ⋆ᵀ dz); the line behind the last takes what hangs over. Four taps at a time over all places, into `cols`
 * (4·places lines), and from there tap by tap, so that every number is summed in order of taps.
 */
export function spreadBack<T>(
  W: usize,
  ld: usize,
  dz: usize,
  taken: usize,
  panel: usize,
  out: u32,
  taps: u32,
  places: u32,
  scale: f64,
  cols: usize,
  edge: usize,
): void {
  const s = v128.splat<T>(<T>scale)
  const row = (<usize>places) * LINE
  for (let k: u32 = 0; k < taps; k += 4) {
    const high = min<u32>(4, taps - k)
    const w = W + (<usize>k) * sizeof<T>()
    const w1 = high > 1 ? sizeof<T>() : 0
    const w2 = high > 2 ? 2 * sizeof<T>() : 0
    const w3 = high > 3 ? 3 * sizeof<T>() : 0
    for (let o: u32 = 0; o < out; o += DEPTH) {
      const v = w + (<usize>o) * ld
      for (let q: u32 = 0; q < places; q++) {
        const from = dz + (<usize>o) * row + (<usize>q) * LINE
        four<T>(v, v + w1, v + w2, v + w3, ld, from, row, min(DEPTH, out - o), cols + (<usize>q) * LINE, row, s, o > 0, 0)
      }
    }
    let t = taken + ((<usize>(k * places)) << 2)
    const end = cols + (<usize>high) * row
    for (let c = cols; c < end; c += LINE) {
      const offset = <usize>load<u32>(t)
      t += 4
      if (offset == edge) continue
      const to = panel + offset
      v128.store(to, v128.add<T>(v128.load(to), v128.load(c)))
      v128.store(to, v128.add<T>(v128.load(to, 16), v128.load(c, 16)), 16)
    }
  }
}

/** Sums over `depth` places of dz (rows d0, d1) times what the taps t0 and t1 see, times s: four lines at c, `down` and `right` of it (0: none). */
// @ts-ignore: decorator
@inline
function pairs<T>(
  d0: usize,
  d1: usize,
  panel: usize,
  t0: usize,
  t1: usize,
  depth: u32,
  c: usize,
  down: usize,
  right: usize,
  s: v128,
  mode: u32,
): void {
  let p00 = zero(), q00 = zero(), p01 = zero(), q01 = zero(), p10 = zero(), q10 = zero(), p11 = zero(), q11 = zero()
  const end = t0 + ((<usize>depth) << 2)
  while (t0 < end) {
    const a = panel + <usize>load<u32>(t0)
    const b = panel + <usize>load<u32>(t1)
    t0 += 4
    t1 += 4
    const u0 = v128.load(d0), v0 = v128.load(d0, 16), u1 = v128.load(d1), v1 = v128.load(d1, 16)
    d0 += LINE
    d1 += LINE
    const x = v128.load(a), y = v128.load(a, 16)
    p00 = madd<T>(p00, u0, x)
    q00 = madd<T>(q00, v0, y)
    p10 = madd<T>(p10, u1, x)
    q10 = madd<T>(q10, v1, y)
    const z = v128.load(b), w = v128.load(b, 16)
    p01 = madd<T>(p01, u0, z)
    q01 = madd<T>(q01, v0, w)
    p11 = madd<T>(p11, u1, z)
    q11 = madd<T>(q11, v1, w)
  }
  lay<T>(c, p00, q00, s, mode)
  if (right) lay<T>(c + right, p01, q01, s, mode)
  if (down) {
    lay<T>(c + down, p10, q10, s, mode)
    if (right) lay<T>(c + down + right, p11, q11, s, mode)
  }
}

// How a line of sums is stored: as it is, added to zeros, added to what is there.
const RAW: u32 = 0
const FIRST: u32 = 1
const FURTHER: u32 = 2

// @ts-ignore: decorator
@inline
function lay<T>(c: usize, lo: v128, hi: v128, s: v128, mode: u32): void {
  if (mode == RAW) {
    v128.store(c, v128.mul<T>(s, lo))
    v128.store(c, v128.mul<T>(s, hi), 16)
  } else put<T>(c, lo, hi, s, mode == FURTHER)
}

/** Of `count` filters the gradient of every sample of a panel, one line per entry, row by row; then the sums of dz unless `bias` is false. */
export function sampleFilters<T>(dz: usize, panel: usize, taken: usize, count: u32, taps: u32, places: u32, scale: f64, bias: bool, J: usize): void {
  const s = v128.splat<T>(<T>scale)
  const row = (<usize>places) * LINE
  const wide = (<usize>taps) * LINE
  for (let f: u32 = 0; f < count; f += 2) {
    const down = f + 1 < count ? wide : 0
    for (let k: u32 = 0; k < taps; k += 2) {
      const right = k + 1 < taps ? LINE : 0
      const c = J + (<usize>f) * wide + (<usize>k) * LINE
      for (let q: u32 = 0; q < places; q += DEPTH) {
        const d = dz + (<usize>f) * row + (<usize>q) * LINE
        const t = taken + ((<usize>(k * places + q)) << 2)
        pairs<T>(d, down ? d + row : d, panel, t, right ? t + ((<usize>places) << 2) : t, min(DEPTH, places - q), c, down, right, s, q > 0 ? FURTHER : FIRST)
      }
    }
  }
  if (!bias) return
  let c = J + (<usize>count) * wide
  for (let f: u32 = 0; f < count; f++) {
    let p = zero(), r = zero()
    const end = dz + row
    for (; dz < end; dz += LINE) {
      p = v128.add<T>(p, v128.load(dz))
      r = v128.add<T>(r, v128.load(dz, 16))
    }
    v128.store(c, p)
    v128.store(c, r, 16)
    c += LINE
  }
}

/**
 * Adds the gradients of the first `rows` samples of a panel to W's (rows `ld` bytes apart), sample by sample, and to the
 * bias's unless it is 0. `parts` holds four lines for every DEPTH places.
 */
export function addFilters<T>(
  dz: usize,
  panel: usize,
  taken: usize,
  rows: u32,
  out: u32,
  taps: u32,
  places: u32,
  scale: f64,
  sum: usize,
  ld: usize,
  bias: usize,
  parts: usize,
): void {
  const s = v128.splat<T>(<T>scale)
  const row = (<usize>places) * LINE
  for (let f: u32 = 0; f < out; f += 2) {
    const down: usize = f + 1 < out ? 2 * LINE : 0
    for (let k: u32 = 0; k < taps; k += 2) {
      const right: usize = k + 1 < taps ? LINE : 0
      let c = parts
      for (let q: u32 = 0; q < places; q += DEPTH) {
        const d = dz + (<usize>f) * row + (<usize>q) * LINE
        const t = taken + ((<usize>(k * places + q)) << 2)
        pairs<T>(d, down ? d + row : d, panel, t, right ? t + ((<usize>places) << 2) : t, min(DEPTH, places - q), c, down, right, s, RAW)
        c += 4 * LINE
      }
      const to = sum + (<usize>f) * ld + (<usize>k) * sizeof<T>()
      collect<T>(parts, c, rows, to)
      if (right) collect<T>(parts + LINE, c, rows, to + sizeof<T>())
      if (down) {
        collect<T>(parts + 2 * LINE, c, rows, to + ld)
        if (right) collect<T>(parts + 3 * LINE, c, rows, to + ld + sizeof<T>())
      }
    }
  }
  if (bias) addTerms<T>(dz, row, 0, rows, out, places, bias)
}

/** Adds to one entry the parts of one sample after another. */
// @ts-ignore: decorator
@inline
function collect<T>(from: usize, end: usize, rows: u32, to: usize): void {
  let total = load<T>(to)
  for (let i: u32 = 0; i < rows; i++)
    for (let c = from; c < end; c += 4 * LINE) total += load<T>(c + (<usize>i) * sizeof<T>())
  store<T>(to, total)
}
