/** Tr H for a row. */

import { type Program, program } from '../backends/machine/program'
import { type Curvatures, stepsOf } from './curvatures'
import type { Estimate } from './density'
import { sketchedTraces, summedTraces } from './sketch'

/** Parameters up to which Tr H is taken from p products, none of them random: always, and where they cost no more than so many multiply-adds. */
const EXACT = { always: 200, most: 1000, cost: 1e8 }

/** Vectors of the sketch, and probes: a standard error of 1 % of Tr G is aimed at, and what is reached goes with the number. */
const EFFORT = { sketch: 10, least: 8, most: 64 }

/** Whether Tr H of a model that has no other way comes from p products. */
export const isSummed = ({ p, n }: Pick<Curvatures, 'p' | 'n'>) => p <= EXACT.always || (p <= EXACT.most && n * p * p <= EXACT.cost)

/**
 * Tr H. Equal to Tr G where f is piecewise linear in each parameter; from the layers where one is bent; the sum of p diagonal entries for
 * small p; else the exact Tr G and an estimate of Tr(H − G), which is the residual's part alone.
 */
export const traceOfHessian = program(function* (
  curvatures: Curvatures,
  traceG: number,
  seed: number,
  summed: boolean = isSummed(curvatures),
): Program<Estimate> {
  const { p, H, G, equalTraces, residualTraces } = curvatures
  if (equalTraces) return { value: traceG, se: 0 }
  if (residualTraces) return { value: (yield* residualTraces.steps()).reduce((sum, own) => sum + own, traceG), se: 0 }
  if (summed) return (yield* summedTraces(stepsOf(H), p)).trace
  const bending = function* (v: Float64Array): Program<Float64Array> {
    const image = yield* stepsOf(G)(v)
    return (yield* stepsOf(H)(v)).map((x, j) => x - image[j])
  }
  const { trace } = yield* sketchedTraces(bending, p, { ...EFFORT, seed, against: Math.abs(traceG), square: false })
  return { value: traceG + trace.value, se: trace.se }
})
