// Steps of the heavy ball. Dividing by a power of two is multiplying by its inverse, to the last bit, and slower.

// @ts-ignore: decorator
@inline
function invertible(count: f64): bool {
  return (reinterpret<u64>(count) & 0xfffffffffffff) == 0
}

// OVERFLOW of sim/backends/types.ts, the largest number, the sign: loaded, for engines build a vector constant anew wherever it stands.
const LIMITS64: usize = memory.data<f64>([1e150, f64.MAX_VALUE, -0.0])
const LIMITS32: usize = memory.data<f32>([1e15, f32.MAX_VALUE, -0.0])

// @ts-ignore: decorator
@inline
function limit<T>(i: usize): v128 {
  return v128.load_splat<T>((sizeof<T>() == 8 ? LIMITS64 : LIMITS32) + i * sizeof<T>())
}

/** θ' ← θ − η·sum/count; whether all of it stays within the limit. */
export function descend<T>(theta: usize, sum: usize, bytes: usize, count: f64, eta: f64, next: usize): bool {
  const inverse = invertible(count)
  const by = v128.splat<T>(<T>(inverse ? 1 / count : count))
  const e = v128.splat<T>(<T>eta)
  const most = limit<T>(0), sign = limit<T>(2)
  let good = i64x2.splat(-1)
  for (let k: usize = 0; k < bytes; k += 16) {
    const g = v128.load(sum + k)
    const x = v128.sub<T>(v128.load(theta + k), v128.mul<T>(e, inverse ? v128.mul<T>(g, by) : v128.div<T>(g, by)))
    v128.store(next + k, x)
    good = v128.and(good, v128.le<T>(v128.andnot(x, sign), most))
  }
  return v128.all_true<i32>(good)
}

/** v' ← m·v + sum/count, θ' ← θ − η·v'; whether θ' stays within the limit and v' finite. */
export function heavyBall<T>(
  theta: usize,
  velocity: usize,
  sum: usize,
  bytes: usize,
  count: f64,
  eta: f64,
  momentum: f64,
  next: usize,
  moved: usize,
): bool {
  const inverse = invertible(count)
  const by = v128.splat<T>(<T>(inverse ? 1 / count : count))
  const e = v128.splat<T>(<T>eta)
  const m = v128.splat<T>(<T>momentum)
  const most = limit<T>(0), largest = limit<T>(1), sign = limit<T>(2)
  let good = i64x2.splat(-1)
  for (let k: usize = 0; k < bytes; k += 16) {
    const g = v128.load(sum + k)
    const v = v128.add<T>(v128.mul<T>(m, v128.load(velocity + k)), inverse ? v128.mul<T>(g, by) : v128.div<T>(g, by))
    v128.store(moved + k, v)
    const x = v128.sub<T>(v128.load(theta + k), v128.mul<T>(e, v))
    v128.store(next + k, x)
    good = v128.and(good, v128.and(v128.le<T>(v128.andnot(x, sign), most), v128.le<T>(v128.andnot(v, sign), largest)))
  }
  return v128.all_true<i32>(good)
}

/** x ← x/count. */
export function divide<T>(x: usize, bytes: usize, count: f64): void {
  const c = v128.splat<T>(<T>count)
  for (let k: usize = 0; k < bytes; k += 16) v128.store(x + k, v128.div<T>(v128.load(x + k), c))
}
