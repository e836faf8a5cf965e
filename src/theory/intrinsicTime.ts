/**
 * E[L] of SGD on a linear model as what is left of the start and what each step's noise has left behind, under any schedule, beside what
 * intrinsic time T = Σ η says of both (arXiv 2509.19189): `intrinsicCurve`.
 */

import exp from '@stdlib/math-base-special-exp'
import { type MomentStep, Moments } from './escapeMoments'
import type { EscapeProblem, EscapeStart } from './escapeProblem'

/** A share of E[L] below which the noise, a difference, is rounding. */
const ROUNDING = 1e-13

/** Read on a grid of steps. */
export interface IntrinsicCurve {
  /** Steps from 0, increasing, and T = Σ η over the steps before. */
  readonly step: Float64Array
  readonly time: Float64Array
  /** E[L] by the exact recursion, which is floor + forgetting + noise. */
  readonly loss: Float64Array
  /** ½ Σ_k λ_k Π_t (1 − η_tλ_k)² w_k², what full gradients would have left of the start. */
  readonly forgetting: Float64Array
  /** ½ Σ_t η_t² (c/B) Σ_k λ_k v_kᵀE[Σ_t]v_k Π_{u>t} (1 − η_uλ_k)². */
  readonly noise: Float64Array
  /**
   * The same three in intrinsic time: ½ Σ λ_k w_k² e^(−2λ_kT), the convolution of η·(c/B)·L with the kernel Σ λ_k² e^(−2λ_k(T−T')), where
   * Σ = 2L·G, and their sum with the floor.
   */
  readonly flow: Float64Array
  readonly flowForgetting: Float64Array
  readonly flowNoise: Float64Array
  /** L at the minimum. */
  readonly floor: number
}

export interface IntrinsicOptions {
  readonly steps: number
  /** Steps between two readings; the last step is always read. */
  readonly every: number
  /** The step to be taken from step t, with minibatch noise. */
  at(t: number): MomentStep
  report?(done: number): void
}

/** From a start in the eigenbasis of G (THEORY.md §8); O(steps) steps of the exact recursion. */
export function intrinsicCurve(problem: EscapeProblem, start: EscapeStart, { steps, every, at, report }: IntrinsicOptions): IntrinsicCurve {
  const { n, lambda } = problem
  const points = 1 + Math.ceil(steps / every)
  const room = () => new Float64Array(points)
  const floor = (start.rest ?? new Float64Array(0)).reduce((sum, e) => sum + (e * e) / (2 * n), 0)
  const curve = {
    ...{ step: room(), time: room(), loss: room(), forgetting: room(), noise: room() },
    ...{ flow: room(), flowForgetting: room(), flowNoise: room(), floor },
  }
  const exact = new Moments(problem, start)
  /** Squares of w under full gradients, under the gradient flow, and what the noise adds to the latter. */
  const [discrete, flowing] = [start.w.map(w => w * w), start.w.map(w => w * w)]
  const added = new Float64Array(lambda.length)
  const half = (squares: Float64Array) => squares.reduce((sum, v, k) => sum + lambda[k] * v, 0) / 2
  let time = 0
  const read = (point: number, t: number) => {
    curve.step[point] = t
    curve.time[point] = time
    curve.loss[point] = exact.loss()
    curve.forgetting[point] = half(discrete)
    const noise = curve.loss[point] - floor - curve.forgetting[point]
    curve.noise[point] = noise > ROUNDING * curve.loss[point] || noise === Number.POSITIVE_INFINITY ? noise : 0
    curve.flowForgetting[point] = half(flowing)
    curve.flowNoise[point] = half(added)
    curve.flow[point] = floor + curve.flowForgetting[point] + curve.flowNoise[point]
  }
  read(0, 0)
  for (let t = 0; t < steps; t++) {
    const settings = at(t)
    const { eta, strength } = settings
    exact.step(settings)
    const heat = 2 * eta * eta * strength * (floor + half(flowing) + half(added))
    for (let k = 0; k < lambda.length; k++) {
      const keep = 1 - eta * lambda[k]
      const decay = exp(-2 * eta * lambda[k])
      discrete[k] *= keep * keep
      flowing[k] *= decay
      added[k] = decay * added[k] + heat * lambda[k]
    }
    time += eta
    if ((t + 1) % every === 0) read((t + 1) / every, t + 1)
    report?.(t + 1)
  }
  if (steps % every !== 0) read(points - 1, steps)
  return curve
}
