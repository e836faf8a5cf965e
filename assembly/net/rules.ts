// Steps of the other optimizers (lib/updates.ts), two entries at a time in float64 at either precision; what is kept in float32 is
// rounded where it is stored, and read from there, as the plain loops do.

import { F32_LIMIT, LIMIT } from '../numbers'
import { get, set } from './pairs'

// @ts-ignore: decorator
@inline
function blend(old: v128, share: v128, rest: v128, fresh: v128): v128 {
  return f64x2.add(f64x2.mul(share, old), f64x2.mul(rest, fresh))
}

/** Where θ stays in range, and where what a rule keeps is finite: all bits, else none. */
// @ts-ignore: decorator
@inline
function stays<T>(x: v128): v128 {
  return f64x2.le(f64x2.abs(x), f64x2.splat(sizeof<T>() == 8 ? LIMIT : F32_LIMIT))
}

// @ts-ignore: decorator
@inline
function finite(x: v128): v128 {
  return f64x2.lt(f64x2.abs(x), f64x2.splat(Infinity))
}

/** sign(x): x itself where that is zero or no number. */
// @ts-ignore: decorator
@inline
function sign(x: v128): v128 {
  const one = v128.or(v128.and(x, f64x2.splat(-0.0)), f64x2.splat(1))
  return v128.bitselect(one, x, f64x2.gt(f64x2.abs(x), f64x2.splat(0)))
}

/** v ← m·v + g, θ' ← θ − η·(g + m·v), or θ − η·sign(v) with `signs`; without a velocity (0) v is g. */
export function along<T>(signs: bool, theta: usize, velocity: usize, g: usize, bytes: usize, eta: f64, momentum: f64, next: usize, moved: usize): bool {
  const e = f64x2.splat(eta), m = f64x2.splat(momentum)
  let good = i64x2.splat(-1)
  for (let k: usize = 0; k < bytes; k += 2 * sizeof<T>()) {
    const u = get<T>(g + k)
    let way = u
    if (velocity) {
      const v = set<T>(moved + k, f64x2.add(f64x2.mul(m, get<T>(velocity + k)), u))
      good = v128.and(good, finite(v))
      way = signs ? v : f64x2.add(u, f64x2.mul(m, v))
    }
    const x = set<T>(next + k, f64x2.sub(get<T>(theta + k), f64x2.mul(e, signs ? sign(way) : way)))
    good = v128.and(good, stays<T>(x))
  }
  return v128.all_true<i32>(good)
}

/** m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², θ' ← θ − rate·(m/(√v/root + ε)). */
export function adam<T>(theta: usize, mean: usize, square: usize, g: usize, bytes: usize, beta1: f64, beta2: f64, rate: f64, root: f64, epsilon: f64, next: usize, m: usize, v: usize): bool {
  const b1 = f64x2.splat(beta1), c1 = f64x2.splat(1 - beta1), b2 = f64x2.splat(beta2), c2 = f64x2.splat(1 - beta2)
  const by = f64x2.splat(rate), under = f64x2.splat(root), least = f64x2.splat(epsilon)
  let good = i64x2.splat(-1)
  for (let k: usize = 0; k < bytes; k += 2 * sizeof<T>()) {
    const u = get<T>(g + k)
    const first = set<T>(m + k, blend(get<T>(mean + k), b1, c1, u))
    const second = set<T>(v + k, f64x2.add(f64x2.mul(b2, get<T>(square + k)), f64x2.mul(f64x2.mul(c2, u), u)))
    const step = f64x2.mul(by, f64x2.div(first, f64x2.add(f64x2.div(f64x2.sqrt(second), under), least)))
    const x = set<T>(next + k, f64x2.sub(get<T>(theta + k), step))
    good = v128.and(good, v128.and(stays<T>(x), v128.and(finite(first), finite(second))))
  }
  return v128.all_true<i32>(good)
}

/** v ← α·v + (1 − α)·g², h ← m·h + g/(√v + ε), θ' ← θ − η·h; without a velocity (0) h is g/(√v + ε). */
export function rmsprop<T>(theta: usize, square: usize, velocity: usize, g: usize, bytes: usize, smoothing: f64, epsilon: f64, eta: f64, momentum: f64, next: usize, v: usize, h: usize): bool {
  const a = f64x2.splat(smoothing), c = f64x2.splat(1 - smoothing), least = f64x2.splat(epsilon)
  const e = f64x2.splat(eta), m = f64x2.splat(momentum)
  let good = i64x2.splat(-1)
  for (let k: usize = 0; k < bytes; k += 2 * sizeof<T>()) {
    const u = get<T>(g + k)
    const second = set<T>(v + k, f64x2.add(f64x2.mul(a, get<T>(square + k)), f64x2.mul(f64x2.mul(c, u), u)))
    good = v128.and(good, finite(second))
    let way = f64x2.div(u, f64x2.add(f64x2.sqrt(second), least))
    if (velocity) {
      way = set<T>(h + k, f64x2.add(f64x2.mul(m, get<T>(velocity + k)), way))
      good = v128.and(good, finite(way))
    }
    const x = set<T>(next + k, f64x2.sub(get<T>(theta + k), f64x2.mul(e, way)))
    good = v128.and(good, stays<T>(x))
  }
  return v128.all_true<i32>(good)
}
