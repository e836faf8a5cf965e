import { LINE, madd, put, zero } from './lanes'
import { get, joined, set, upper } from './pairs'
import { exponential, multiple, reduced } from './special'

// Operations within a sample, on a panel: attention and layer norm. Strides count lines.

/** Of every `batch`: z += scale·x y, `rows`×`depth` by `depth`×`columns`, each entry summed over the depth in order. */
export function products<T>(
  batch: u32,
  rows: u32,
  depth: u32,
  columns: u32,
  scale: f64,
  x: usize,
  xEach: usize,
  xRow: usize,
  xCol: usize,
  y: usize,
  yEach: usize,
  yRow: usize,
  yCol: usize,
  z: usize,
  zEach: usize,
  zRow: usize,
  zCol: usize,
): void {
  const s = v128.splat<T>(<T>scale)
  for (let h: u32 = 0; h < batch; h++) {
    for (let i: u32 = 0; i < rows; i += 2)
      for (let j: u32 = 0; j < columns; j += 2) {
        const down = i + 1 < rows
        const right = j + 1 < columns
        let x0 = x + (<usize>i) * xRow * LINE
        let x1 = down ? x0 + xRow * LINE : x0
        let y0 = y + (<usize>j) * yCol * LINE
        let y1 = right ? y0 + yCol * LINE : y0
        let p00 = zero(), q00 = zero(), p01 = zero(), q01 = zero(), p10 = zero(), q10 = zero(), p11 = zero(), q11 = zero()
        for (let k: u32 = 0; k < depth; k++) {
          const u0 = v128.load(x0), v0 = v128.load(x0, 16), u1 = v128.load(x1), v1 = v128.load(x1, 16)
          const a = v128.load(y0), b = v128.load(y0, 16)
          p00 = madd<T>(p00, u0, a)
          q00 = madd<T>(q00, v0, b)
          p10 = madd<T>(p10, u1, a)
          q10 = madd<T>(q10, v1, b)
          const c = v128.load(y1), d = v128.load(y1, 16)
          p01 = madd<T>(p01, u0, c)
          q01 = madd<T>(q01, v0, d)
          p11 = madd<T>(p11, u1, c)
          q11 = madd<T>(q11, v1, d)
          x0 += xCol * LINE
          x1 += xCol * LINE
          y0 += yRow * LINE
          y1 += yRow * LINE
        }
        const at = z + ((<usize>i) * zRow + (<usize>j) * zCol) * LINE
        put<T>(at, p00, q00, s, true)
        if (right) put<T>(at + zCol * LINE, p01, q01, s, true)
        if (down) put<T>(at + zRow * LINE, p10, q10, s, true)
        if (down && right) put<T>(at + (zRow + zCol) * LINE, p11, q11, s, true)
      }
    x += xEach * LINE
    y += yEach * LINE
    z += zEach * LINE
  }
}

/** out ← √Σ (scale·x·y)² over the lines of a panel, of x alone where y is 0; summed in float64. */
export function lengths<T>(width: u32, scale: f64, x: usize, y: usize, out: usize): void {
  const factor = v128.splat<T>(<T>scale)
  let p = zero(), q = zero(), r = zero(), s = zero()
  const end = x + (<usize>width) * LINE
  for (; x < end; x += LINE) {
    let a = v128.mul<T>(factor, v128.load(x)), b = v128.mul<T>(factor, v128.load(x, 16))
    if (y) {
      a = v128.mul<T>(a, v128.load(y))
      b = v128.mul<T>(b, v128.load(y, 16))
      y += LINE
    }
    if (sizeof<T>() == 8) {
      p = madd<f64>(p, a, a)
      q = madd<f64>(q, b, b)
    } else {
      const u = f64x2.promote_low_f32x4(a), v = upper(a), w = f64x2.promote_low_f32x4(b), z = upper(b)
      p = madd<f64>(p, u, u)
      q = madd<f64>(q, v, v)
      r = madd<f64>(r, w, w)
      s = madd<f64>(s, z, z)
    }
  }
  v128.store(out, sizeof<T>() == 8 ? f64x2.sqrt(p) : joined(f64x2.sqrt(p), f64x2.sqrt(q)))
  v128.store(out, sizeof<T>() == 8 ? f64x2.sqrt(q) : joined(f64x2.sqrt(r), f64x2.sqrt(s)), 16)
}

/** out += scale·⟨x, y⟩·z of every group of `size` lines that stand `inner` apart; x or z 0 stands for ones. Half a line at a time. */
export function contract<T>(width: u32, size: u32, inner: u32, scale: f64, x: usize, y: usize, z: usize, out: usize): void {
  const s = v128.splat<T>(<T>scale)
  const next = (<usize>inner) * LINE
  for (let o: u32 = 0; o < width; o += size * inner)
    for (let i: u32 = 0; i < inner; i++)
      for (let half: usize = 0; half < LINE; half += 16) {
        const first = (<usize>(o + i)) * LINE + half
        const end = first + (<usize>size) * next
        let sum = zero()
        for (let at = first; at < end; at += next)
          sum = x ? madd<T>(sum, v128.load(x + at), v128.load(y + at)) : v128.add<T>(sum, v128.load(y + at))
        const value = v128.mul<T>(s, sum)
        for (let at = first; at < end; at += next)
          v128.store(out + at, z ? madd<T>(v128.load(out + at), value, v128.load(z + at)) : v128.add<T>(v128.load(out + at), value))
      }
}

/** y ← r·(x − mean) and r ← 1/√(variance + epsilon) of such groups. */
export function normalize<T>(width: u32, size: u32, inner: u32, epsilon: f64, x: usize, y: usize, r: usize): void {
  const count = v128.splat<T>(<T>size), small = v128.splat<T>(<T>epsilon), one = v128.splat<T>(1)
  const next = (<usize>inner) * LINE
  for (let o: u32 = 0; o < width; o += size * inner)
    for (let i: u32 = 0; i < inner; i++)
      for (let half: usize = 0; half < LINE; half += 16) {
        const first = (<usize>(o + i)) * LINE + half
        const end = first + (<usize>size) * next
        let sum = zero()
        for (let at = first; at < end; at += next) sum = v128.add<T>(sum, v128.load(x + at))
        const mean = v128.div<T>(sum, count)
        let squares = zero()
        for (let at = first; at < end; at += next) {
          const gap = v128.sub<T>(v128.load(x + at), mean)
          squares = madd<T>(squares, gap, gap)
        }
        const root = v128.div<T>(one, v128.sqrt<T>(v128.add<T>(v128.div<T>(squares, count), small)))
        for (let at = first; at < end; at += next) {
          v128.store(y + at, v128.mul<T>(root, v128.sub<T>(v128.load(x + at), mean)))
          v128.store(r + at, root)
        }
      }
}

/**
 * Row t of every square of places: softmax of its first t + 1 numbers, shifted by the largest, zero beyond; `e` has room for two float64
 * a place. In float64 at either precision. False, with nothing done, where a number is so far below the largest that its exponential
 * leaves the range of ours.
 */
export function causal<T>(places: u32, width: u32, panels: u32, z: usize, pitch: usize, e: usize): bool {
  for (let p: u32 = 0; p < panels; p++) if (!near<T>(places, width, z + p * pitch)) return false
  for (let p: u32 = 0; p < panels; p++)
    for (let half: usize = 0; half < LINE; half += 2 * sizeof<T>()) {
      let row = z + p * pitch + half
      for (let r: u32 = 0; r < width; r += places) {
        const count = (r / places) % places + 1
        const top = largest<T>(row, count)
        let sum = f64x2.splat(0)
        for (let u: u32 = 0; u < count; u++) {
          const x = f64x2.sub(get<T>(row + <usize>u * LINE), top)
          const k = multiple(x)
          const v = exponential(x, k, reduced(x, k))
          v128.store(e + (<usize>u << 4), v)
          sum = f64x2.add(sum, v)
        }
        for (let u: u32 = 0; u < count; u++) set<T>(row + <usize>u * LINE, f64x2.div(v128.load(e + (<usize>u << 4)), sum))
        for (let u = count; u < places; u++) set<T>(row + <usize>u * LINE, f64x2.splat(0))
        row += <usize>places * LINE
      }
    }
  return true
}

// @ts-ignore: decorator
@inline
function largest<T>(row: usize, count: u32): v128 {
  let top = get<T>(row)
  for (let u: u32 = 1; u < count; u++) top = f64x2.max(top, get<T>(row + <usize>u * LINE))
  return top
}

/** Whether no number of a row is 699 or more below the largest that counts. */
function near<T>(places: u32, width: u32, panel: usize): bool {
  const least = f64x2.splat(-699)
  let far = zero()
  for (let half: usize = 0; half < LINE; half += 2 * sizeof<T>()) {
    let row = panel + half
    for (let r: u32 = 0; r < width; r += places) {
      const count = (r / places) % places + 1
      const top = largest<T>(row, count)
      for (let u: u32 = 0; u < count; u++) far = v128.or(far, f64x2.le(f64x2.sub(get<T>(row + <usize>u * LINE), top), least))
      row += <usize>places * LINE
    }
  }
  return !v128.any_true(far)
}
