import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'

/** n inputs of standard deviations widths[j], n×d; a seed of its own. */
export function inputs(n: number, widths: readonly number[], seed: number): Float64Array {
  const d = widths.length
  return normals(new Float64Array(n * d), seed, STREAM.data).map((v, at) => v * widths[at % d])
}

/** The map of one step on symmetric matrices in input coordinates, written out over all minibatches of size 1 or pairs. */
export function bruteStep(X: Float64Array, n: number, d: number, M: Float64Array, eta: number, B: 1 | 2, replacement = true): Float64Array {
  const out = new Float64Array(d * d)
  const A = new Float64Array(d * d)
  let batches = 0
  const add = (rows: readonly number[]) => {
    batches++
    for (let a = 0; a < d; a++)
      for (let b = 0; b < d; b++) {
        A[a * d + b] = a === b ? 1 : 0
        for (const i of rows) A[a * d + b] -= (eta / rows.length) * X[i * d + a] * X[i * d + b]
      }
    for (let a = 0; a < d; a++)
      for (let b = 0; b < d; b++)
        for (let e = 0; e < d; e++) for (let f = 0; f < d; f++) out[a * d + b] += A[a * d + e] * M[e * d + f] * A[b * d + f]
  }
  for (let i = 0; i < n; i++) {
    if (B === 1) add([i])
    else for (let j = 0; j < n; j++) if (replacement || i !== j) add([i, j])
  }
  return out.map(v => v / batches)
}

/** V M Vᵀ for V's columns the axes (rows of s×d): from the eigenbasis to input coordinates. */
export function inInputs(axes: Float64Array, s: number, d: number, M: Float64Array): Float64Array {
  const out = new Float64Array(d * d)
  for (let a = 0; a < d; a++)
    for (let b = 0; b < d; b++)
      for (let k = 0; k < s; k++) for (let l = 0; l < s; l++) out[a * d + b] += axes[k * d + a] * M[k * s + l] * axes[l * d + b]
  return out
}
