import type { NpyArray } from '../lib/npz'
import type { ArmState, Engine } from '../sim/backends/types'
import { metricMatrix, pullBack } from '../sim/model'
import type { Reading } from '../sim/reading'
import type { Simulation } from '../sim/simulation'

/** J and K are written up to this size each. */
export const LARGEST_MATRIX = 64 * 2 ** 20

/** The arrays of state.npz for one arm at its last state; `latest` was read at that state, `engine` holds the same inputs. */
export async function stateArrays(
  sim: Simulation,
  engine: Engine,
  arm: number,
  state: ArmState,
  latest: Reading,
): Promise<Record<string, NpyArray>> {
  const { data, model, p, columns } = sim
  const { n, d } = data
  const { theta } = state
  const vector = (values: Float64Array | Int32Array): NpyArray => ({ data: values, shape: [values.length] })
  const matrix = (values: Float64Array, rows: number, cols: number): NpyArray => ({ data: values, shape: [rows, cols] })
  const scalar = (value: number): NpyArray => ({ data: Float64Array.of(value), shape: [] })
  const at = (name: keyof typeof columns.at) => latest.row[columns.at[name]]!
  const leading = (name: keyof typeof columns.first, count: number) =>
    vector(latest.row.slice(columns.first[name], columns.first[name] + count))
  const lambda = leading('lambda', columns.k).data
  const known = lambda.findIndex(v => Number.isNaN(v))
  const count = known < 0 ? columns.k : known
  const arrays: Record<string, NpyArray> = {
    X: matrix(data.X, n, d),
    y: vector(data.y),
    theta: vector(theta),
    velocity: vector(state.velocity),
    r: vector(await sim.residuals(arm)),
    eigenvalues: leading('lambda', count),
    g: leading('g', count),
    mu: scalar(at('mu')),
    loss: scalar(at('loss')),
    step: scalar(at('step')),
    batch: vector(sim.lastBatch(arm)),
    teacher: vector(data.teacher),
    spectrum: vector(data.spectrum),
  }
  if (model.kind === 'olm-diagonal') {
    arrays.u = vector(theta.subarray(0, d))
    arrays.v = vector(theta.subarray(d))
  } else if (model.kind === 'olm-two-layer') {
    arrays.W1 = matrix(theta.subarray(0, model.m * d), model.m, d)
    arrays.w2 = vector(theta.subarray(model.m * d))
  }
  if (8 * n * p <= LARGEST_MATRIX) {
    const J = new Float64Array(n * p)
    for (let i = 0; i < n; i++) J.set(pullBack(model, theta, data.X.subarray(i * d, (i + 1) * d), d), i * p)
    arrays.J = matrix(J, n, p)
  }
  if (8 * n * n <= LARGEST_MATRIX) arrays.K = matrix(await engine.gram(metricMatrix(model, theta, d)), n, n)
  return arrays
}
