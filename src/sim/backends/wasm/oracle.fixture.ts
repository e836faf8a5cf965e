/** Steps of the linear models by their definition, in plain loops, and random problems to take them on. */

import { expect } from 'vitest'
import { type ArmState, atRest, DEFAULTS } from '../../../lib/optimizers'
import { type ModelSpec, type Problem, parameterCount, type StepPlan } from '../types'

/** A small LCG: uniform on [−1, 1). */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 0x80000000 - 1
  }
}

export const fill = (length: number, next: () => number, scale = 1) => Float64Array.from({ length }, () => scale * next())

export function makeProblem(n: number, d: number, model: ModelSpec, next: () => number): Problem {
  return { n, d, X: fill(n * d, next), y: fill(n, next), model }
}

export function makeState(problem: Problem, next: () => number): ArmState {
  const p = parameterCount(problem.model, problem.d)
  return atRest(fill(p, next, 0.7))
}

export function makePlan(problem: Problem, batchSize: number | null, steps: number, momentum: number, next: () => number): StepPlan {
  const size = batchSize ?? problem.n
  const batch = batchSize && Int32Array.from({ length: steps * size }, () => Math.floor(((next() + 1) / 2) * problem.n))
  const eta = Float64Array.from({ length: steps }, () => 0.05 / (1 + 0.1 * problem.d) + 0.001 * next())
  return { eta, batch: batch || null, batchSize: size, settings: { ...DEFAULTS, momentum } }
}

export function weights({ d, model }: Problem, theta: Float64Array): number[] {
  return Array.from({ length: d }, (_, j) => {
    if (model.kind === 'linear') return theta[j]
    if (model.kind === 'olm-diagonal') return theta[j] * theta[j] - theta[d + j] * theta[d + j]
    let sum = 0
    for (let k = 0; k < model.m; k++) sum += theta[k * d + j] * theta[model.m * d + k]
    return sum
  })
}

export function residual({ d, X, y }: Problem, w: number[], i: number): number {
  let sum = 0
  for (let j = 0; j < d; j++) sum += X[i * d + j] * w[j]
  return sum - y[i]
}

/** The definition, step by step, in plain loops; overflow checks included. */
export function oracle(problem: Problem, state: ArmState, plan: StepPlan): { taken: number; theta: Float64Array; velocity: Float64Array } {
  const { n, d, X, model } = problem
  const { momentum } = plan.settings
  let { theta } = state
  let { velocity } = state.state
  for (let t = 0; t < plan.eta.length; t++) {
    const w = weights(problem, theta)
    const g: number[] = new Array(d).fill(0)
    for (let b = 0; b < plan.batchSize; b++) {
      const i = plan.batch ? plan.batch[t * plan.batchSize + b] : b % n
      const r = residual(problem, w, i)
      if (!(Math.abs(r) <= 1e150)) return { taken: t, theta, velocity }
      for (let j = 0; j < d; j++) g[j] = g[j] + (r * X[i * d + j]) / plan.batchSize
    }
    const gradient = new Float64Array(theta.length)
    for (let j = 0; j < d; j++) {
      if (model.kind === 'linear') gradient[j] = g[j]
      else if (model.kind === 'olm-diagonal') {
        gradient[j] = 2 * theta[j] * g[j]
        gradient[d + j] = -2 * theta[d + j] * g[j]
      } else {
        for (let k = 0; k < model.m; k++) {
          gradient[k * d + j] = theta[model.m * d + k] * g[j]
          gradient[model.m * d + k] += theta[k * d + j] * g[j]
        }
      }
    }
    const nextVelocity = momentum === 0 ? velocity : velocity.map((v, k) => momentum * v + gradient[k])
    const move = momentum === 0 ? gradient : nextVelocity
    const nextTheta = theta.map((v, k) => v - plan.eta[t] * move[k])
    if (nextTheta.some(v => !(Math.abs(v) <= 1e150))) return { taken: t, theta, velocity }
    theta = nextTheta
    velocity = nextVelocity
  }
  return { taken: plan.eta.length, theta, velocity }
}

/** Largest difference, relative to the largest entry. */
export function distance(actual: Float64Array, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length)
  let difference = 0
  let size = 1e-300
  for (let k = 0; k < actual.length; k++) {
    const gap = Math.abs(actual[k] - expected[k])
    if (!(gap <= difference)) difference = gap
    size = Math.max(size, Math.abs(expected[k]))
  }
  return difference / size
}
