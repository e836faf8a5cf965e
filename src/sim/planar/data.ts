/** Data for the models with two parameters. */

import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import type { Scenario } from '../../scenario/types'
import { type DataSet, makeData } from '../data'

/** The data of a model with two parameters: two inputs per sample. */
export function planarData({ model, data, seed }: Scenario): DataSet {
  if (model.kind === 'zhu-2d') return zhuData(data.n, seed)
  const drawn = makeData({ ...data, d: 2, nonzero: Math.min(2, data.nonzero), spikes: Math.min(2, data.spikes) }, seed)
  if (model.kind === 'valley') return drawn
  const y =
    data.labelNoise > 0
      ? normals(new Float64Array(data.n), seed, STREAM.labelNoise).map(z => data.labelNoise * z)
      : new Float64Array(data.n)
  return { ...drawn, y, teacher: new Float64Array(2) }
}

/** x = Rᵀ·0.1·(√10 z₁, z₂), R as in the model: the wide axis lies along the flat one of the sharp basin. */
function zhuData(n: number, seed: number): DataSet {
  const X = normals(new Float64Array(2 * n), seed, STREAM.data)
  for (let i = 0; i < n; i++) {
    const [a, b] = [0.1 * Math.sqrt(10) * X[2 * i], 0.1 * X[2 * i + 1]]
    X[2 * i] = Math.SQRT1_2 * (a + b)
    X[2 * i + 1] = Math.SQRT1_2 * (b - a)
  }
  return {
    n,
    d: 2,
    X,
    y: new Float64Array(2 * n),
    outputs: 2,
    test: null,
    image: null,
    spectrum: Float64Array.of(0.1, 0.01),
    teacher: new Float64Array(2),
    labelNoise: 0,
  }
}
