/** Random directions as long as the weights are, filter by filter (Li, Xu, Taylor, Studer & Goldstein 2018, §4). */

import { STREAM } from '../../lib/philox'
import { normals, signs } from '../../lib/random'
import type { Model } from '../dynamics'

/** The weights of one output, neuron or convolution filter: a run of entries of θ. */
export interface Filter {
  readonly at: number
  readonly length: number
}

/** The trained filters of a model with `size` parameters; biases are none. */
export function filtersOf(model: Model, size: number): Filter[] {
  const rows = (at: number, count: number, length: number) => Array.from({ length: count }, (_, r) => ({ at: at + r * length, length }))
  switch (model.kind) {
    case 'network':
      return model.net.layers.flatMap(({ trained, weightAt, weights, output: { channels } }) =>
        trained && weights > 0 ? rows(weightAt, channels, weights / channels) : [],
      )
    case 'olm-diagonal':
      return rows(0, 2, size / 2)
    case 'olm-two-layer': {
      const d = size / model.m - 1
      return [...rows(0, model.m, d), { at: model.m * d, length: model.m }]
    }
    case 'linear':
    case 'planar':
      return rows(0, 1, size)
  }
}

/** Normal deviates (stream `plane`, step `which`), each filter scaled to the length of the same filter of θ; zero outside the filters. */
export function filterNormalized(filters: readonly Filter[], theta: Float64Array, seed: number, which: number): Float64Array {
  return scaledTo(theta, filters, normals(new Float64Array(theta.length), seed, STREAM.plane, which))
}

/** The same of signs in place of deviates, at step 2 + `which` of the stream: of millions of weights they are there in a tenth of the time. */
export function filterSigns(filters: readonly Filter[], theta: Float64Array, seed: number, which: number): Float64Array {
  return scaledTo(theta, filters, signs(new Float64Array(theta.length), seed, STREAM.plane, 2 + which))
}

function scaledTo(theta: Float64Array, filters: readonly Filter[], drawn: Float64Array): Float64Array {
  const out = new Float64Array(theta.length)
  for (const { at, length } of filters) {
    let [own, random] = [0, 0]
    for (let i = at; i < at + length; i++) {
      own += theta[i] * theta[i]
      random += drawn[i] * drawn[i]
    }
    const factor = Math.sqrt(own / random)
    for (let i = at; i < at + length; i++) out[i] = factor * drawn[i]
  }
  return out
}
