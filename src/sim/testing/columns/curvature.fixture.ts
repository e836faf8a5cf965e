import type { Checked } from '../../../scenario'
import { frob, type Matrix, trace } from '../linalg.fixture'
import { blockOf, eigen, hessianAt, ownEntries } from './dense.fixture'
import type { Here } from './recording.fixture'
import { ABSENT, between, near, type Wanted } from './wanted.fixture'

type Reading = Checked<'second differences', Wanted>
type OfLayers = Pick<Reading, keyof typeof NO_LAYERS>
const NONE: Omit<Reading, keyof OfLayers> = {
  trace_H: ABSENT,
  trace_H_se: ABSENT,
  frob_H: ABSENT,
  lambda_H_error: ABSENT,
  lambda_min_H: ABSENT,
  lambda_min_H_error: ABSENT,
  lambda_H: [],
}
const NO_LAYERS = { layer_trace_H: [], layer_trace_H_se: [], layer_lambda_H: [], layer_lambda_min_H: [], layer_lambda_H_error: [] }

/** H as a dense matrix from differences of ∇L. */
export function fromSecondDifferences({ sim, theta, row }: Here): Reading {
  const { curvature } = sim.scenario.measure
  const { columns } = sim
  const { hessian } = columns
  if (hessian === 0) return { ...NONE, ...ofLayers(sim, theta) }
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
    ...ofLayers(sim, theta, H),
  }
}

/** Each layer's own rows and columns of H. */
function ofLayers(sim: Here['sim'], theta: Float64Array, known?: Matrix): OfLayers {
  const { model } = sim
  if (model.kind !== 'network' || sim.scenario.measure.bylayer === 'off') return NO_LAYERS
  const H = known ?? hessianAt(sim, theta)
  const blocks = ownEntries(model).map(own => {
    const block = blockOf(H, own)
    const { values } = eigen(block)
    return { block, largest: values[0], smallest: values[values.length - 1] }
  })
  const size = frob(H)
  return {
    layer_trace_H: blocks.map(({ block }) => near(trace(block), size)),
    layer_trace_H_se: blocks.map(() => near(0)),
    layer_lambda_H: blocks.map(({ largest }) => near(largest, size)),
    layer_lambda_min_H: blocks.map(({ smallest }) => near(smallest, size)),
    layer_lambda_H_error: blocks.map(() => between(0, 1e-3 * size)),
  }
}
