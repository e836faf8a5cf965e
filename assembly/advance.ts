import { gradient, scaleGradient } from './gradient'
import { LIMIT, maxAbs } from './numbers'
import { predict } from './predict'
import { d, DIAGONAL, effective, kind, LINEAR, reach, thetaBytes } from './problem'
import { advanceSmall, SMALL } from './small'
import { updateDiagonal, updateLinear, updateTwoLayer } from './update'

/**
 * `steps` steps of one arm; returns how many were taken: fewer when the next one leaves LIMIT, and θ is then the last one within it.
 * `indices` holds steps·batch u32 row numbers, or is 0 for the full batch.
 *
 * Overflow costs no pass over θ: |θ| and |velocity| are bounded from above by running bounds (|∇| ≤ max|r|·max|X|·…). Only when
 * they reach the limit are the true sizes taken, and only if those do too is the step tried entry by entry before it is made.
 */
export function advance(theta: usize, velocity: usize, etas: usize, indices: usize, batch: u32, steps: u32, momentum: f64): u32 {
  const bytes = thetaBytes()
  const inverse = 1.0 / <f64>batch
  const heavy = momentum != 0
  if (kind == LINEAR && !heavy && indices != 0 && batch <= SMALL) return advanceSmall(theta, etas, indices, batch, steps)
  const w = effective(theta)
  let size = maxAbs(theta, bytes)
  let speed = heavy ? maxAbs(velocity, bytes) : 0
  for (let t: u32 = 0; t < steps; t++) {
    const eta = load<f64>(etas + ((<usize>t) << 3))
    const bits = gradient(w, indices, batch)
    if (bits > reinterpret<u64>(LIMIT)) return t
    scaleGradient(inverse)
    const push = reinterpret<f64>(bits) * reach
    let next = nextSpeed(speed, size, push, momentum)
    let bound = size + abs(eta) * next
    if (!(bound <= 0.5 * LIMIT)) {
      size = maxAbs(theta, bytes)
      if (heavy) speed = maxAbs(velocity, bytes)
      next = nextSpeed(speed, size, push, momentum)
      bound = size + abs(eta) * next
      if (!(bound <= 0.5 * LIMIT) && !predict(theta, velocity, eta, momentum)) return t
    }
    size = bound
    speed = heavy ? next : 0
    if (kind == LINEAR) updateLinear(theta, velocity, eta, momentum)
    else if (kind == DIAGONAL) updateDiagonal(theta, velocity, eta, momentum)
    else updateTwoLayer(theta, velocity, eta, momentum)
    if (indices != 0) indices += (<usize>batch) << 2
  }
  return steps
}

/** Upper bound of |velocity| after a step, given one of |g_w|. */
// @ts-ignore: decorator
@inline
function nextSpeed(speed: f64, size: f64, push: f64, momentum: f64): f64 {
  const pull = kind == LINEAR ? push : kind == DIAGONAL ? 2 * size * push : <f64>d * size * push
  return abs(momentum) * speed + pull
}
