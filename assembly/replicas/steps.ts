import { drawBatch } from './draws'
import { energy } from './energies'
import { escapes, exponents, states, width } from './problem'
import { between, power, rescale } from './scale'
import { stepMany, stepOne } from './step'

/**
 * `count` steps of the replicas from ≤ r < to, which have taken `taken` steps and `drawn` draws each; `etas` holds one rate per
 * step. A replica that has not escaped yet notes the first step after which Σ λ_k w_k² > limit.
 */
export function steps<T>(from: u32, to: u32, etas: usize, count: u32, batch: u32, taken: f64, drawn: f64, limit: f64): void {
  const first = <u64>drawn
  const start = <u64>taken
  const inverse = 1.0 / <f64>batch
  for (let r = from; r < to; r++) {
    const w = states + (<usize>r) * width
    const exponent = exponents + ((<usize>r) << 2)
    const escape = escapes + ((<usize>r) << 3)
    let waiting = load<f64>(escape) < 0
    let at = drawBatch(r, first, count * batch)
    let scale = load<i32>(exponent)
    let small = <T>power(-scale)
    let bar = scaledLimit(limit, scale)
    for (let t: u32 = 0; t < count; t++) {
      if (((start + t) & between<T>()) == 0) {
        rescale<T>(w, exponent)
        scale = load<i32>(exponent)
        small = <T>power(-scale)
        bar = scaledLimit(limit, scale)
      }
      const rate = <T>(load<f64>(etas + ((<usize>t) << 3)) * inverse)
      if (batch == 1) stepOne<T>(w, at, rate, small)
      else stepMany<T>(w, at, batch, rate, small)
      at += (<usize>batch) << 2
      if (waiting && !(energy<T>(w) <= bar)) {
        store<f64>(escape, <f64>(start + t + 1))
        waiting = false
      }
    }
  }
}

/** limit·4^−scale; an infinite limit stays so. */
// @ts-ignore: decorator
@inline
function scaledLimit(limit: f64, scale: i32): f64 {
  const factor = power(max(-1022, min(1022, -scale)))
  return limit * factor * factor
}
