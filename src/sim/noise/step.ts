/** Steps of an arm with synthetic noise: full gradients here in float64, not on the backend. */

import { ownStream, STREAM } from '../../lib/philox'
import { type Arm, learningRate } from '../../scenario'
import { Arms } from '../backends/arms'
import { OVERFLOW, type Stepper } from '../backends/types'
import { shapeOf, traceOf } from './control'
import type { LocalAt } from './local'

const streamsOf = ({ draws }: Arm) => ({ noise: ownStream(STREAM.noise, draws), batch: ownStream(STREAM.batch, draws) })

/** ∇L at θ, and ξ, which depends on (seed, step) and θ alone; null without noise. */
export function noisyGradient(at: LocalAt, theta: Float64Array, arm: Arm, seed: number, step: number) {
  const local = at(theta)
  const trace = arm.noise === 'none' ? 0 : traceOf(arm, step, local)
  const noise = trace > 0 ? shapeOf(arm, step, local)?.draw({ seed, step, streams: streamsOf(arm) }) : undefined
  const root = Math.sqrt(trace)
  return { gradient: local.gradient, xi: noise ? noise.map(z => root * z) : null }
}

/**
 * Takes `count` steps of an arm with synthetic noise from step `from`, in float64 whatever the engine, which holds the
 * state before and after. `told` hears of ξ of every step taken. Returns how many were taken: fewer where the next one diverges, as engines do.
 */
export async function advanceControlled(
  engine: Stepper,
  handle: number,
  at: LocalAt,
  arm: Arm,
  seed: number,
  from: number,
  count: number,
  told: (step: number, xi: Float64Array | null) => void = () => {},
): Promise<number> {
  // A float32 engine rounds what it is given: rounding every step makes the path independent of how steps are bundled.
  const arms = engine.precision === 'f32' ? new Arms(Float32Array, OVERFLOW.f32) : new Arms(Float64Array, OVERFLOW.f64)
  arms.add(await engine.readState(handle))
  let taken = 0
  for (; taken < count; taken++) {
    const { gradient, xi } = noisyGradient(at, Float64Array.from(arms.theta(0)), arm, seed, from + taken)
    const g = xi ? gradient.map((v, j) => v + xi[j]) : gradient
    if (!arms.step(0, g, learningRate(arm, from + taken), arm)) break
    told(from + taken, xi)
  }
  await engine.writeState(handle, arms.read(0))
  return taken
}
