import type { Checked } from '../../../scenario'
import { frob, trace } from '../linalg.fixture'
import { eigen, hessianAt } from './dense.fixture'
import type { Here } from './recording.fixture'
import { ABSENT, between, near, type Wanted } from './wanted.fixture'

type Reading = Checked<'second differences', Wanted>
const NONE: Reading = {
  trace_H: ABSENT,
  trace_H_se: ABSENT,
  frob_H: ABSENT,
  lambda_H_error: ABSENT,
  lambda_min_H: ABSENT,
  lambda_min_H_error: ABSENT,
  lambda_H: [],
}

/** H as a dense matrix from differences of ∇L. */
export function fromSecondDifferences({ sim, theta, row }: Here): Reading {
  const { curvature } = sim.scenario.measure
  const { columns } = sim
  const { hessian } = columns
  if (hessian === 0) return NONE
  const H = hessianAt(sim, theta)
  const { values } = eigen(H)
  const found = row.subarray(columns.first.lambda_H, columns.first.lambda_H + hessian)
  const lowest = values[values.length - 1]
  const off = Math.max(...found.map((v, k) => Math.abs(v - values[k])))
  return {
    trace_H: near(trace(H), frob(H)),
    trace_H_se: near(0),
    frob_H: curvature === 'H' ? near(frob(H)) : ABSENT,
    // A bound: no smaller than what the eigenvalues are off by, and small.
    lambda_H_error: between(off - 1e-7 * values[0], 1e-6 * values[0]),
    lambda_min_H: near(lowest, values[0]),
    lambda_min_H_error: between(0, 1e-3 * values[0]),
    lambda_H: Array.from(found, (_, k) => near(values[k], values[0])),
  }
}
