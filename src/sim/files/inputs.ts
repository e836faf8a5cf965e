/** Preprocessing of inputs: averaged images, centring, standardization, whitening, fitted to the training set alone. */

import { type Eigh, eigh } from '../../lib/eigen'
import { times } from '../../lib/matrix'

/** Sizes of an image; entries lie channel, row, column. */
export interface ImageSize {
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** `whitened` leaves small variances small (see WHITEN_FLOOR), `white` leaves none but those that are rounding. */
export type InputKind = 'raw' | 'centred' | 'standardized' | 'whitened' | 'white'

/** Directions of the inputs whose variance is below this share of the largest are not scaled to one. */
export const WHITEN_FLOOR = 0.01

/** Directions of standardized inputs whose variance is below this share of the largest are not there. */
const RANK_FLOOR = 1e-10

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

/** V diag(s(λ)) Vᵀ of the covariance, s told of λ and λ_1: images stay images, and the covariance becomes that of λ·s(λ)². */
function stretched(C: Float64Array, d: number, stretchOf: (value: number, largest: number) => number, solve: Eigh): Float64Array {
  const { values, vectors } = solve(C, d)
  const W = new Float64Array(d * d)
  for (let k = 0; k < d; k++) {
    const stretch = stretchOf(values[k], values[0])
    const v = vectors.subarray(k * d, (k + 1) * d)
    for (let j = 0; j < d; j++) {
      const a = stretch * v[j]
      if (a !== 0) for (let l = 0; l < d; l++) W[j * d + l] += a * v[l]
    }
  }
  return W
}

/** Whether a variance over n samples is nothing but the rounding of the mean: the entry is the same in all of them. */
const isConstant = (variance: number, mean: number, n: number) => variance <= (n * Number.EPSILON * Math.abs(mean)) ** 2

/** 1/√variance of every entry; 0 where it is the same in all samples. */
const unitScales = (variances: Float64Array, mean: Float64Array, n: number) =>
  variances.map((v, j) => (isConstant(v, mean[j], n) ? 0 : 1 / Math.sqrt(v)))

/** The variances of the entries alone. */
function inputVariances(X: Float64Array, mean: Float64Array, n: number): Float64Array {
  const d = mean.length
  const variances = new Float64Array(d)
  for (let k = 0; k < n * d; k += d) for (let j = 0; j < d; j++) variances[j] += ((X[k + j] - mean[j]) * (X[k + j] - mean[j])) / n
  return variances
}

/** Fits the preprocessing of inputs to a training set (n×d): none, centred, with variance one by entries, or whitened in one of two ways. */
export function fitInputs(kind: InputKind, X: Float64Array, n: number, d: number, floor = WHITEN_FLOOR, solve: Eigh = eigh): InputMap {
  if (kind === 'raw') return given => given
  const mean = columnMeans(X, n, d)
  const centred: InputMap = given => centre(given, mean)
  if (kind === 'centred') return centred
  if (kind === 'standardized') {
    const scales = unitScales(inputVariances(X, mean, n), mean, n)
    return given => scaleEntries(centred(given), scales)
  }
  const C = inputCovariance(X, mean, n)
  const variances = mean.map((_, j) => C[j * d + j])
  if (variances.every((v, j) => isConstant(v, mean[j], n))) return centred
  if (kind === 'whitened') {
    const W = stretched(C, d, (value, largest) => 1 / Math.sqrt(Math.max(value, floor * largest)), solve)
    return given => multiplied(centred(given), W, d)
  }
  const scales = unitScales(variances, mean, n)
  const R = C.map((v, at) => v * scales[Math.floor(at / d)] * scales[at % d])
  const W = stretched(R, d, (value, largest) => (value > RANK_FLOOR * largest ? 1 / Math.sqrt(value) : 0), solve)
  return given => multiplied(scaleEntries(centred(given), scales), W, d)
}

function scaleEntries(X: Float64Array, scales: Float64Array): Float64Array {
  const d = scales.length
  for (let k = 0; k < X.length; k += d) for (let j = 0; j < d; j++) X[k + j] *= scales[j]
  return X
}

function multiplied(X: Float64Array, W: Float64Array, d: number): Float64Array {
  for (let k = 0; k < X.length; k += d) X.set(times(W, X.subarray(k, k + d), d, d), k)
  return X
}
