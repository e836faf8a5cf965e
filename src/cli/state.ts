import { times } from '../lib/matrix'
import type { NpyArray } from '../lib/npz'
import type { ArmState } from '../lib/optimizers'
import { effectiveWeights, pullBack } from '../sim/model'
import { forward, vjp } from '../sim/net/derivatives'
import { parameterBlocks } from '../sim/net/layout'
import type { Reading } from '../sim/reading'
import type { Simulation } from '../sim/simulation'
import { groundArrays, LARGEST_MATRIX } from './ground'

/** The arrays of state.npz for one arm at its last state; `latest` was read at that state. */
export async function stateArrays(sim: Simulation, arm: number, state: ArmState, latest: Reading): Promise<Record<string, NpyArray>> {
  const { data, model, columns } = sim
  const { n, d, outputs: C } = data
  const { theta } = state
  const vector = (values: Float64Array | Int32Array): NpyArray => ({ data: values, shape: [values.length] })
  const matrix = (values: Float64Array, rows: number, cols: number): NpyArray => ({ data: values, shape: [rows, cols] })
  const perSample = (values: Float64Array) => (C === 1 ? vector(values) : matrix(values, n, C))
  const scalar = (value: number): NpyArray => ({ data: Float64Array.of(value), shape: [] })
  const at = (name: keyof typeof columns.at) => latest.row[columns.at[name]] ?? Number.NaN
  const leading = (name: keyof typeof columns.first, count: number) =>
    vector(latest.row.slice(columns.first[name], columns.first[name] + count))
  const lambda = leading('lambda', columns.k).data
  const known = lambda.findIndex(v => Number.isNaN(v))
  const count = known < 0 ? columns.k : known
  const arrays: Record<string, NpyArray> = {
    X: matrix(data.X, n, d),
    y: perSample(data.y),
    outputs: perSample(outputsAt(sim, theta)),
    theta: vector(theta),
    ...Object.fromEntries(Object.entries(state.state).map(([name, values]) => [name, vector(values)])),
    r: perSample(await sim.residuals(arm)),
    eigenvalues: leading('lambda', count),
    g: leading('g', count),
    mu: scalar(at('mu')),
    loss: scalar(at('loss')),
    step: scalar(at('step')),
    batch: vector(sim.lastBatch(arm)),
    teacher: vector(data.teacher),
    spectrum: vector(data.spectrum),
    ...(await groundArrays(sim, arm)),
  }
  if (model.kind === 'olm-diagonal') {
    arrays.u = vector(theta.subarray(0, d))
    arrays.v = vector(theta.subarray(d))
  } else if (model.kind === 'olm-two-layer') {
    arrays.W1 = matrix(theta.subarray(0, model.m * d), model.m, d)
    arrays.w2 = vector(theta.subarray(model.m * d))
  }
  if (model.kind === 'network')
    for (const { name, shape, offset } of parameterBlocks(model.net)) {
      const length = shape.reduce((size, side) => size * side, 1)
      arrays[name] = { data: theta.slice(offset, offset + length), shape: [...shape] }
    }
  const columnsOfJ = theta.length
  const rows = n * C
  if (model.kind === 'planar') arrays.J = matrix(model.jacobian(theta), rows, columnsOfJ)
  else if (8 * rows * columnsOfJ <= LARGEST_MATRIX) {
    const J = new Float64Array(rows * columnsOfJ)
    for (let i = 0; i < n; i++) {
      const x = data.X.subarray(i * d, (i + 1) * d)
      for (let c = 0; c < C; c++) {
        // The columns of parameters that are not trained are zero.
        const row = model.kind === 'network' ? vjp(model.net, theta, x, unit(c, C)) : pullBack(model, theta, x, d)
        J.set(row, (i * C + c) * columnsOfJ)
      }
    }
    arrays.J = matrix(J, rows, columnsOfJ)
  }
  if (8 * rows * rows <= LARGEST_MATRIX) arrays.K = matrix(await sim.gram(arm), rows, rows)
  return arrays
}

/** f(x_i; θ), n×C. */
function outputsAt({ model, data: { X, n, d } }: Simulation, theta: Float64Array): Float64Array {
  if (model.kind === 'planar') return model.outputs(theta)
  return model.kind === 'network' ? forward(model.net, theta, X) : times(X, effectiveWeights(model, theta, d), n, d)
}

function unit(c: number, length: number): Float64Array {
  const e = new Float64Array(length)
  e[c] = 1
  return e
}
