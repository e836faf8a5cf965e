/** The largest size that a parameter may have: OVERFLOW of sim/backends/types.ts. */
// @ts-ignore: decorator
@inline
function limit<T>(): v128 {
  return v128.splat<T>(sizeof<T>() == 8 ? <T>1e150 : <T>1e15)
}

/** x ← x/count. */
export function divide<T>(x: usize, bytes: usize, count: f64): void {
  const c = v128.splat<T>(<T>count)
  for (let k: usize = 0; k < bytes; k += 16) v128.store(x + k, v128.div<T>(v128.load(x + k), c))
}

/** θ' ← θ − η·sum/count; whether all of it stays within the limit. */
export function descend<T>(theta: usize, sum: usize, bytes: usize, count: f64, eta: f64, next: usize): bool {
  const c = v128.splat<T>(<T>count)
  const e = v128.splat<T>(<T>eta)
  const most = limit<T>()
  let good = i64x2.splat(-1)
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.sub<T>(v128.load(theta + k), v128.mul<T>(e, v128.div<T>(v128.load(sum + k), c)))
    v128.store(next + k, x)
    good = v128.and(good, v128.le<T>(v128.abs<T>(x), most))
  }
  return v128.all_true<i32>(good)
}

/** v' ← m·v + sum/count, θ' ← θ − η·v'; whether θ' stays within the limit and v' finite. */
export function heavyBall<T>(theta: usize, velocity: usize, sum: usize, bytes: usize, count: f64, eta: f64, momentum: f64, next: usize, moved: usize): bool {
  const c = v128.splat<T>(<T>count)
  const e = v128.splat<T>(<T>eta)
  const m = v128.splat<T>(<T>momentum)
  const most = limit<T>()
  const infinity = v128.splat<T>(sizeof<T>() == 8 ? <T>f64.MAX_VALUE : <T>f32.MAX_VALUE)
  let good = i64x2.splat(-1)
  for (let k: usize = 0; k < bytes; k += 16) {
    const v = v128.add<T>(v128.mul<T>(m, v128.load(velocity + k)), v128.div<T>(v128.load(sum + k), c))
    v128.store(moved + k, v)
    const x = v128.sub<T>(v128.load(theta + k), v128.mul<T>(e, v))
    v128.store(next + k, x)
    good = v128.and(good, v128.and(v128.le<T>(v128.abs<T>(x), most), v128.le<T>(v128.abs<T>(v), infinity)))
  }
  return v128.all_true<i32>(good)
}
