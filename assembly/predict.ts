import { fits } from './numbers'
import { DIAGONAL, G, kind, LINEAR, units, width } from './problem'

// @ts-ignore: decorator
@inline
function lands(x: usize, v: usize, g: f64, eta: f64, momentum: f64): bool {
  const step = momentum != 0 ? momentum * load<f64>(v) + g : g
  return fits(load<f64>(x) - eta * step)
}

/** Whether every entry of the next θ is finite and within LIMIT, with the arithmetic of update.ts and nothing written. Rarely run. */
export function predict(theta: usize, velocity: usize, eta: f64, momentum: f64): bool {
  if (kind == LINEAR) {
    for (let k: usize = 0; k < width; k += 8) if (!lands(theta + k, velocity + k, load<f64>(G + k), eta, momentum)) return false
    return true
  }
  if (kind == DIAGONAL) {
    for (let k: usize = 0; k < width; k += 8) {
      const g = 2 * load<f64>(G + k)
      const u = theta + k
      const v = u + width
      if (!lands(u, velocity + k, load<f64>(u) * g, eta, momentum)) return false
      if (!lands(v, velocity + width + k, -(load<f64>(v) * g), eta, momentum)) return false
    }
    return true
  }
  const outer = (<usize>units) * width
  for (let q: i32 = 0; q < units; q++) {
    const row = (<usize>q) * width
    const a = outer + ((<usize>q) << 3)
    const out = load<f64>(theta + a)
    let even: f64 = 0
    let odd: f64 = 0
    for (let k: usize = 0; k < width; k += 16) {
      const x = row + k
      const g0 = load<f64>(G + k)
      const g1 = load<f64>(G + k, 8)
      even += load<f64>(theta + x) * g0
      odd += load<f64>(theta + x, 8) * g1
      if (!lands(theta + x, velocity + x, out * g0, eta, momentum)) return false
      if (!lands(theta + x + 8, velocity + x + 8, out * g1, eta, momentum)) return false
    }
    if (!lands(theta + a, velocity + a, even + odd, eta, momentum)) return false
  }
  return true
}
