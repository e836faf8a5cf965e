/** Preprocessing of inputs: averaged images, centring, whitening, fitted to the training set alone. */

import { type Eigh, eigh } from '../../lib/eigen'
import { times } from '../../lib/matrix'

/** Sizes of an image; entries lie channel, row, column. */
export interface ImageSize {
  readonly channels: number
  readonly height: number
  readonly width: number
}

export type InputKind = 'raw' | 'centred' | 'whitened'

/** Directions of the inputs whose variance is below this share of the largest are not scaled to one. */
export const WHITEN_FLOOR = 0.01

/** Means of factor×factor windows; the factor divides both sides. */
export function average(X: Float64Array, n: number, { channels, height, width }: ImageSize, factor: number): Float64Array {
  if (factor === 1) return X
  if (height % factor !== 0 || width % factor !== 0) throw new RangeError(`${factor} does not divide an image of ${height}×${width}`)
  const [h, w] = [height / factor, width / factor]
  const out = new Float64Array(n * channels * h * w)
  for (let plane = 0; plane < n * channels; plane++)
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++)
        out[(plane * h + Math.floor(i / factor)) * w + Math.floor(j / factor)] += X[(plane * height + i) * width + j]
  const area = factor * factor
  for (let k = 0; k < out.length; k++) out[k] /= area
  return out
}

/** Preprocessing fitted to the training set, to be applied to training and test set alike; it writes over its argument. */
export type InputMap = (X: Float64Array) => Float64Array

function columnMeans(X: Float64Array, n: number, d: number): Float64Array {
  const mean = new Float64Array(d)
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) mean[j] += X[i * d + j]
  return mean.map(v => v / n)
}

function centre(X: Float64Array, mean: Float64Array): Float64Array {
  const d = mean.length
  for (let k = 0; k < X.length; k += d) for (let j = 0; j < d; j++) X[k + j] -= mean[j]
  return X
}

function inputCovariance(X: Float64Array, mean: Float64Array, n: number): Float64Array {
  const d = mean.length
  const C = new Float64Array(d * d)
  const x = new Float64Array(d)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) x[j] = X[i * d + j] - mean[j]
    for (let j = 0; j < d; j++) {
      const a = x[j]
      if (a !== 0) for (let l = j; l < d; l++) C[j * d + l] += a * x[l]
    }
  }
  for (let j = 0; j < d; j++)
    for (let l = j; l < d; l++) {
      C[j * d + l] /= n
      C[l * d + j] = C[j * d + l]
    }
  return C
}

/** V diag(1/√max(λ, floor·λ_1)) Vᵀ of the covariance: images stay images, and the covariance becomes min(1, λ/(floor·λ_1)). */
function whitening(C: Float64Array, d: number, floor: number, solve: Eigh): Float64Array {
  const { values, vectors } = solve(C, d)
  const least = floor * values[0]
  const W = new Float64Array(d * d)
  for (let k = 0; k < d; k++) {
    const stretch = 1 / Math.sqrt(Math.max(values[k], least))
    const v = vectors.subarray(k * d, (k + 1) * d)
    for (let j = 0; j < d; j++) {
      const a = stretch * v[j]
      if (a !== 0) for (let l = 0; l < d; l++) W[j * d + l] += a * v[l]
    }
  }
  return W
}

/** Fits the preprocessing of inputs to a training set (n×d): none, centred, or whitened as well. */
export function fitInputs(kind: InputKind, X: Float64Array, n: number, d: number, floor = WHITEN_FLOOR, solve: Eigh = eigh): InputMap {
  if (kind === 'raw') return given => given
  const mean = columnMeans(X, n, d)
  if (kind === 'centred') return given => centre(given, mean)
  const C = inputCovariance(X, mean, n)
  if (C.every(v => v === 0)) return given => centre(given, mean)
  const W = whitening(C, d, floor, solve)
  return given => {
    centre(given, mean)
    for (let k = 0; k < given.length; k += d) given.set(times(W, given.subarray(k, k + d), d, d), k)
    return given
  }
}
