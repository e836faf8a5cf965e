import { hsum, madd } from '../numbers'
import { lambda, states, width } from './problem'

/** Two entries of a state, in float64. */
// @ts-ignore: decorator
@inline
function pair<T>(w: usize): v128 {
  return sizeof<T>() == 8 ? v128.load(w) : f64x2.promote_low_f32x4(v128.load64_zero(w))
}

/** Σ λ_k w_k² of one state, in four partial sums over k mod 4. */
// @ts-ignore: decorator
@inline
export function energy<T>(w: usize): f64 {
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  let l = lambda
  for (let k: usize = 0; k < width; k += 4 * sizeof<T>()) {
    const u = pair<T>(w + k)
    const v = pair<T>(w + k + 2 * sizeof<T>())
    a = madd(a, f64x2.mul(u, u), v128.load(l))
    b = madd(b, f64x2.mul(v, v), v128.load(l, 16))
    l += 32
  }
  return hsum(f64x2.add(a, b))
}

/** Σ λ_k w_k² over the first `head` directions, over the others, and Σ w_k²: three doubles per replica at `out`, summed in order of k. */
export function energies<T>(from: u32, to: u32, head: u32, out: usize): void {
  for (let r = from; r < to; r++) {
    const w = states + (<usize>r) * width
    let sharp: f64 = 0
    let flat: f64 = 0
    let norm: f64 = 0
    const count = <u32>(width / sizeof<T>())
    for (let k: u32 = 0; k < count; k++) {
      const v = <f64>load<T>(w + (<usize>k) * sizeof<T>())
      const square = v * v
      norm += square
      const energy = load<f64>(lambda + ((<usize>k) << 3)) * square
      if (k < head) sharp += energy
      else flat += energy
    }
    store<f64>(out, sharp)
    store<f64>(out, flat, 8)
    store<f64>(out, norm, 16)
    out += 24
  }
}
