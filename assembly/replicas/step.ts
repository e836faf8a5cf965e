import { madd, zero } from '../net/lanes'
import { E, F, scratch, stride, width } from './problem'

/** The sum of the lanes of a vector: in float32 (0 + 2) + (1 + 3). */
// @ts-ignore: decorator
@inline
function total<T>(v: v128): T {
  if (sizeof<T>() == 8) return <T>(f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1))
  const halves = f32x4.add(v, v128.shuffle<f64>(v, v, 1, 0))
  return <T>(f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1))
}

/** The same of two vectors in float64, and of four in float32, side by side. */
// @ts-ignore: decorator
@inline
function two(v0: v128, v1: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(v0, v1, 0, 2), v128.shuffle<f64>(v0, v1, 1, 3))
}

// @ts-ignore: decorator
@inline
function four(v0: v128, v1: v128, v2: v128, v3: v128): v128 {
  const a = f32x4.add(v128.shuffle<f64>(v0, v1, 0, 2), v128.shuffle<f64>(v0, v1, 1, 3))
  const b = f32x4.add(v128.shuffle<f64>(v2, v3, 0, 2), v128.shuffle<f64>(v2, v3, 1, 3))
  return f32x4.add(v128.shuffle<f32>(a, b, 0, 2, 4, 6), v128.shuffle<f32>(a, b, 1, 3, 5, 7))
}

/** (a0·x0 + a1·x1) + (a2·x2 + a3·x3) at k: the one order in which four rows are added up. */
// @ts-ignore: decorator
@inline
function quad<T>(a0: v128, x0: usize, a1: v128, x1: usize, a2: v128, x2: usize, a3: v128, x3: usize): v128 {
  return v128.add<T>(
    madd<T>(v128.mul<T>(a0, v128.load(x0)), a1, v128.load(x1)),
    madd<T>(v128.mul<T>(a2, v128.load(x2)), a3, v128.load(x3)),
  )
}

// @ts-ignore: decorator
@inline
function residual<T>(w: usize, i: usize, small: T): T {
  const x = F + i * stride
  let a = zero()
  let b = zero()
  for (let k: usize = 0; k < width; k += 32) {
    a = madd<T>(a, v128.load(x + k), v128.load(w + k))
    b = madd<T>(b, v128.load(x + k, 16), v128.load(w + k, 16))
  }
  const r = total<T>(v128.add<T>(a, b))
  return E != 0 ? <T>(r + <T>(small * left<T>(i))) : r
}

/** What is left of the residual of sample i at the minimum. */
// @ts-ignore: decorator
@inline
function left<T>(i: usize): T {
  return load<T>(E + i * sizeof<T>())
}

// @ts-ignore: decorator
@inline
export function stepOne<T>(w: usize, at: usize, rate: T, small: T): void {
  const i = <usize>load<u32>(at)
  const c = v128.splat<T>(<T>(rate * residual<T>(w, i, small)))
  const x = F + i * stride
  for (let k: usize = 0; k < width; k += 32) {
    v128.store(w + k, v128.sub<T>(v128.load(w + k), v128.mul<T>(c, v128.load(x + k))))
    v128.store(w + k, v128.sub<T>(v128.load(w + k, 16), v128.mul<T>(c, v128.load(x + k, 16))), 16)
  }
}

/** Four rows of the batch at a time; rows beyond it count as row 0 with residual zero. */
export function stepMany<T>(w: usize, at: usize, batch: u32, rate: T, small: T): void {
  const end = width
  const g = scratch
  const rates = v128.splat<T>(rate)
  for (let j: u32 = 0; j < batch; j += 4) {
    const i0 = <usize>load<u32>(at)
    const i1 = j + 1 < batch ? <usize>load<u32>(at, 4) : i0
    const i2 = j + 2 < batch ? <usize>load<u32>(at, 8) : i0
    const i3 = j + 3 < batch ? <usize>load<u32>(at, 12) : i0
    at += 16
    const x0 = F + i0 * stride, x1 = F + i1 * stride, x2 = F + i2 * stride, x3 = F + i3 * stride
    let a0 = zero(), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0
    for (let k: usize = 0; k < end; k += 32) {
      const u = v128.load(w + k)
      const v = v128.load(w + k, 16)
      a0 = madd<T>(a0, v128.load(x0 + k), u)
      a1 = madd<T>(a1, v128.load(x1 + k), u)
      a2 = madd<T>(a2, v128.load(x2 + k), u)
      a3 = madd<T>(a3, v128.load(x3 + k), u)
      b0 = madd<T>(b0, v128.load(x0 + k, 16), v)
      b1 = madd<T>(b1, v128.load(x1 + k, 16), v)
      b2 = madd<T>(b2, v128.load(x2 + k, 16), v)
      b3 = madd<T>(b3, v128.load(x3 + k, 16), v)
    }
    a0 = v128.add<T>(a0, b0)
    a1 = v128.add<T>(a1, b1)
    a2 = v128.add<T>(a2, b2)
    a3 = v128.add<T>(a3, b3)
    if (sizeof<T>() == 8) {
      let r01 = two(a0, a1), r23 = two(a2, a3)
      if (E != 0) {
        const s = f64x2.splat(<f64>small)
        r01 = madd<f64>(r01, s, f64x2(<f64>left<T>(i0), <f64>left<T>(i1)))
        r23 = madd<f64>(r23, s, f64x2(<f64>left<T>(i2), <f64>left<T>(i3)))
      }
      r01 = f64x2.mul(rates, r01)
      r23 = f64x2.mul(rates, r23)
      a0 = v128.shuffle<f64>(r01, r01, 0, 0)
      a1 = v128.shuffle<f64>(r01, r01, 1, 1)
      a2 = v128.shuffle<f64>(r23, r23, 0, 0)
      a3 = v128.shuffle<f64>(r23, r23, 1, 1)
    } else {
      let r = four(a0, a1, a2, a3)
      if (E != 0) r = madd<f32>(r, f32x4.splat(<f32>small), f32x4(<f32>left<T>(i0), <f32>left<T>(i1), <f32>left<T>(i2), <f32>left<T>(i3)))
      r = f32x4.mul(rates, r)
      a0 = v128.shuffle<f32>(r, r, 0, 0, 0, 0)
      a1 = v128.shuffle<f32>(r, r, 1, 1, 1, 1)
      a2 = v128.shuffle<f32>(r, r, 2, 2, 2, 2)
      a3 = v128.shuffle<f32>(r, r, 3, 3, 3, 3)
    }
    if (j + 4 > batch) {
      if (j + 1 >= batch) a1 = zero()
      if (j + 2 >= batch) a2 = zero()
      a3 = zero()
    }
    if (batch <= 4) {
      for (let k: usize = 0; k < end; k += 32) {
        v128.store(w + k, v128.sub<T>(v128.load(w + k), quad<T>(a0, x0 + k, a1, x1 + k, a2, x2 + k, a3, x3 + k)))
        v128.store(w + k, v128.sub<T>(v128.load(w + k, 16), quad<T>(a0, x0 + k + 16, a1, x1 + k + 16, a2, x2 + k + 16, a3, x3 + k + 16)), 16)
      }
      return
    }
    if (j == 0) {
      for (let k: usize = 0; k < end; k += 16) v128.store(g + k, quad<T>(a0, x0 + k, a1, x1 + k, a2, x2 + k, a3, x3 + k))
    } else {
      for (let k: usize = 0; k < end; k += 32) {
        v128.store(g + k, v128.add<T>(v128.load(g + k), quad<T>(a0, x0 + k, a1, x1 + k, a2, x2 + k, a3, x3 + k)))
        v128.store(g + k, v128.add<T>(v128.load(g + k, 16), quad<T>(a0, x0 + k + 16, a1, x1 + k + 16, a2, x2 + k + 16, a3, x3 + k + 16)), 16)
      }
    }
  }
  for (let k: usize = 0; k < end; k += 16) v128.store(w + k, v128.sub<T>(v128.load(w + k), v128.load(g + k)))
}
