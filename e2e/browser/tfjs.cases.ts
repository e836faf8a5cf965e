import { type ArmState, atRest, DEFAULTS } from '../../src/lib/optimizers'
import { numberAt as at } from '../../src/lib/values'
import { type ModelSpec, type Problem, parameterCount, type StepPlan } from '../../src/sim/backends/types'

/** A small problem, a start and steps, made alike in the worker and in the test. */
export interface Case {
  readonly model: ModelSpec
  readonly n: number
  readonly d: number
  readonly steps: number
  /** 0 is the full batch. */
  readonly batchSize: number
  readonly momentum: number
  readonly eta?: number
  readonly seed?: number
}

export interface Made {
  readonly problem: Problem
  readonly start: ArmState
  readonly plan: StepPlan
  readonly weights: Float64Array
  readonly M: Float64Array
}

/** Numbers in [−1, 1) from a 32-bit generator: the same in every engine. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

export function make({ model, n, d, steps, batchSize, momentum, eta = 0.05, seed = 1 }: Case): Made {
  const next = numbers(seed * 7919)
  const fill = (length: number, scale = 1, shift = 0) => Float64Array.from({ length }, () => shift + scale * next())
  const X = fill(n * d)
  const y = fill(n)
  const p = parameterCount(model, d)
  const start = atRest(fill(p, 0.3, 0.4))
  if (momentum !== 0) start.state.velocity!.set(fill(p, 0.1))
  const indices = Int32Array.from({ length: steps * batchSize }, () => Math.floor(((next() + 1) / 2) * n))
  const plan: StepPlan = {
    eta: Float64Array.from({ length: steps }, (_, t) => eta * (1 + (t % 3) / 4)),
    batch: batchSize === 0 ? null : indices,
    batchSize: batchSize === 0 ? n : batchSize,
    settings: { ...DEFAULTS, momentum },
  }
  const half = fill(d * d)
  const M = half.map((v, i) => v + at(half, (i % d) * d + Math.floor(i / d)))
  return { problem: { n, d, X, y, model }, start, plan, weights: fill(n, 0.5, 0.5), M }
}
