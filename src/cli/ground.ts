/** What a run started from and is measured against, as arrays of state.npz: with them its numbers can be computed anew. */

import type { NpyArray } from '../lib/npz'
import type { Origin } from '../sim/data'
import type { Simulation } from '../sim/simulation'

/** Matrices are written up to this size each. */
export const LARGEST_MATRIX = 64 * 2 ** 20

/** Start, planted minimum, anchor, plane, test set, the samples that are measured, and where samples of files come from. */
export async function groundArrays(sim: Simulation, arm: number): Promise<Record<string, NpyArray>> {
  const { data } = sim
  const plane = await sim.layPlane()
  const anchor = await sim.anchor(arm)
  const { test, origin, outputs } = data
  return {
    theta_0: vector(sim.theta0),
    ...(sim.planted && { theta_star: vector(sim.planted) }),
    ...(anchor && { anchor: vector(anchor.theta), anchor_step: vector(Int32Array.of(anchor.step), []) }),
    plane_origin: vector(plane.anchor),
    plane_x: vector(plane.first),
    plane_y: vector(plane.second),
    measured: vector(sim.measured ?? Int32Array.from({ length: data.n }, (_, i) => i)),
    ...(test && 8 * test.X.length <= LARGEST_MATRIX
      ? { X_test: vector(test.X, [test.n, data.d]), y_test: vector(test.y, outputs === 1 ? [test.n] : [test.n, outputs]) }
      : {}),
    ...(origin && originArrays(origin)),
  }
}

/** Places in the file; x = matrix·(entries of the file) + offset, the matrix where it is not the identity; numbers = scale·y + offset where they were scaled. */
function originArrays({ rows, testRows, map, entries: d, scales }: Origin): Record<string, NpyArray> {
  const offset = map(new Float64Array(d))
  const targets = scales && { target_offset: vector(scales.offset), target_scale: vector(scales.scale) }
  const places = { rows: vector(rows), rows_test: vector(testRows), input_offset: vector(offset), ...targets }
  if (8 * d * d > LARGEST_MATRIX) return places
  const matrix = new Float64Array(d * d)
  const unit = new Float64Array(d)
  for (let j = 0; j < d; j++) {
    unit.fill(0)[j] = 1
    const image = map(unit)
    for (let i = 0; i < d; i++) matrix[i * d + j] = (image[i] ?? Number.NaN) - (offset[i] ?? Number.NaN)
  }
  const identity = matrix.every((v, at) => Math.abs(v - (at % (d + 1) === 0 ? 1 : 0)) < 1e-9)
  return identity ? places : { ...places, input_matrix: vector(matrix, [d, d]) }
}

const vector = (data: Float64Array | Int32Array, shape: readonly number[] = [data.length]): NpyArray => ({ data, shape })
