/** What one step's gradient is made of at a point, seen on a plane: its drift, its noise, and minibatches that might be drawn there. */

import { dot } from '../../lib/matrix'
import { STREAM } from '../../lib/philox'
import { NO_TICK, type Tick } from '../../lib/tick'
import { type Arm, batchSize, isControlled, learningRate, usesBatches } from '../../scenario'
import type { Dynamics } from '../dynamics'
import { shapeOf, sigmaShare, traceOf } from '../noise/control'
import { onPlane, type Plane } from '../plane'
import { createSampler } from '../sampler'

/** A symmetric 2×2 matrix: xx, xy, yy. */
type Form = readonly [number, number, number]

/** One step of an arm at a point, in coordinates of the plane and in units of the weights: the gradient times −η. */
export interface StepNoise {
  readonly at: readonly [number, number]
  /** −η∇L. */
  readonly drift: readonly [number, number]
  /** Covariance of a step's noise: η²Σ/B as the arm draws its minibatches, or what the arm adds in their place. */
  readonly noise: Form
  /** The same for 2L·G in place of Σ. */
  readonly curvature: Form
  /** −η(g_B − ∇L) of minibatches like the arm's, or −ηξ: (x, y) pairs; none without noise. */
  readonly cloud: Float64Array
  readonly loss: number
  readonly eta: number
  readonly B: number
}

/** Where and how: the settings in force at the step, and how many draws are wanted. */
export interface NoiseQuestion {
  readonly theta: Float64Array
  readonly arm: Arm
  readonly step: number
  readonly seed: number
  readonly draws: number
}

/** Draws of a synthetic noise between two ticks. */
const AT_ONCE = 4

/** The noise of a step at θ, with Σ and G of all training samples; draws are the same at every θ, so that the cloud moves with it. */
export async function stepNoise(
  probe: Pick<Dynamics, 'along' | 'local'>,
  plane: Plane,
  { theta, arm, step, seed, draws }: NoiseQuestion,
  tick: Tick = NO_TICK,
): Promise<StepNoise> {
  const { first, second } = plane
  const { loss, slopes, G } = await probe.along(theta, [first, second])
  const [x, y] = slopes
  const n = x.length
  const eta = learningRate(arm, step)
  const B = usesBatches(arm) ? batchSize(arm, step, n) : n
  const share = usesBatches(arm) && arm.noise !== 'none' ? sigmaShare(arm, step, n) : 0
  const meanOf = (v: Float64Array) => v.reduce((s, g) => s + g, 0) / n
  const mean = [meanOf(x), meanOf(y)] as const
  const drift = [-eta * mean[0], -eta * mean[1]] as const
  const scale = 2 * loss * eta * eta * share
  const known = { at: onPlane(plane, theta), drift, curvature: [scale * G[0], scale * G[1], scale * G[3]] as const, loss, eta, B }
  if (share === 0) return { ...known, noise: [0, 0, 0], cloud: new Float64Array(0) }
  if (isControlled(arm)) return { ...known, ...(await controlled(probe, plane, { theta, arm, step, seed, draws }, eta, tick)) }
  const across = (a: Float64Array, i: number, b: Float64Array, j: number) => eta * eta * share * (dot(a, b) / n - mean[i] * mean[j])
  const noise: Form = [across(x, 0, x, 0), across(x, 0, y, 1), across(y, 1, y, 1)]
  const cloud = new Float64Array(2 * draws)
  const batches = createSampler(n, seed, { batch: STREAM.cloud, epoch: STREAM.cloudEpoch })(arm.sampling, draws, B, 0, 0)
  for (const [at, i] of batches.entries()) {
    const draw = Math.floor(at / B)
    cloud[2 * draw] -= (eta / B) * (x[i] - mean[0])
    cloud[2 * draw + 1] -= (eta / B) * (y[i] - mean[1])
  }
  await tick(1)
  return { ...known, noise, cloud }
}

/** The noise that an arm adds to full gradients. */
async function controlled(
  probe: Pick<Dynamics, 'local'>,
  { first, second }: Plane,
  { theta, arm, step, seed, draws }: NoiseQuestion,
  eta: number,
  tick: Tick,
): Promise<Pick<StepNoise, 'noise' | 'cloud'>> {
  const local = (await probe.local())(theta)
  const trace = traceOf(arm, step, local)
  const shape = trace > 0 ? shapeOf(arm, step, local) : null
  if (!shape) return { noise: [0, 0, 0], cloud: new Float64Array(0) }
  const form = (v: Float64Array, w: Float64Array) => eta * eta * trace * shape.form(v, w)
  const cloud = new Float64Array(2 * draws)
  const streams = { noise: STREAM.cloudNoise, batch: STREAM.cloud }
  for (let draw = 0; draw < draws; draw++) {
    const xi = shape.draw({ seed, step: draw, streams })
    cloud.set(
      [first, second].map(v => -eta * Math.sqrt(trace) * dot(xi, v)),
      2 * draw,
    )
    if (draw % AT_ONCE === 0) await tick(draw / draws)
  }
  return { noise: [form(first, first), form(first, second), form(second, second)], cloud }
}
