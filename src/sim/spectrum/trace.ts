/** Tr H for a row. */

import { dot } from '../../lib/matrix'
import { type Program, program } from '../backends/machine/program'
import { type Curvatures, stepsOf } from './curvatures'
import { type Estimate, estimate } from './density'
import { probeVector } from './quadrature'

/** Parameters up to which Tr H is taken from p products, none of them random. */
export const EXACT_TRACE = 200
const TRACE_PROBES = 5

/**
 * Tr H. Equal to Tr G where f is piecewise linear in each parameter; the sum of p diagonal entries for small p; else
 * Hutchinson's estimate of Tr(H − G) on five probes beside the exact Tr G: the probes see only the residual's part.
 */
export const traceOfHessian = program(function* ({ p, H, G, equalTraces }: Curvatures, traceG: number, seed: number): Program<Estimate> {
  if (equalTraces) return { value: traceG, se: 0 }
  if (p <= EXACT_TRACE) {
    let trace = 0
    const e = new Float64Array(p)
    for (let j = 0; j < p; j++) {
      e[j] = 1
      trace += (yield* stepsOf(H)(e))[j]
      e[j] = 0
    }
    return { value: trace, se: 0 }
  }
  const parts: number[] = []
  for (let i = 0; i < TRACE_PROBES; i++) {
    const z = probeVector(p, seed, i)
    parts.push(p * (dot(z, yield* stepsOf(H)(z)) - dot(z, yield* stepsOf(G)(z))))
  }
  const { value, se } = estimate(parts)
  return { value: traceG + value, se }
})
