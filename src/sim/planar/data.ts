/** Data for the models with two parameters. */

import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import type { DataSettings, PlanarKind, Scenario } from '../../scenario'
import type { DataSet } from '../data'
import { makeData } from '../makeData'

/** The data of a model with two parameters: two inputs per sample. */
export function planarData({ data, seed }: Pick<Scenario, 'data' | 'seed'>, kind: PlanarKind): DataSet {
  switch (kind) {
    case 'valley':
      return twoInputs(data, seed)
    case 'two-basins':
      return withoutLabels(data, seed)
    case 'zhu-2d':
      return zhuData(data.n, seed)
  }
}

function twoInputs(data: DataSettings, seed: number): DataSet {
  return makeData({ ...data, d: 2, nonzero: Math.min(2, data.nonzero), spikes: Math.min(2, data.spikes) }, seed)
}

/** Labels 0 and their noise. */
function withoutLabels(data: DataSettings, seed: number): DataSet {
  const y =
    data.labelNoise > 0
      ? normals(new Float64Array(data.n), seed, STREAM.labelNoise).map(z => data.labelNoise * z)
      : new Float64Array(data.n)
  return { ...twoInputs(data, seed), y, teacher: new Float64Array(2) }
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
