import exp from '@stdlib/math-base-special-exp'
import pow from '@stdlib/math-base-special-pow'
import { dot } from '../lib/matrix'
import { STREAM } from '../lib/philox'
import { drawWithout, normals } from '../lib/random'
import type { DataSettings } from '../scenario/types'
import { tanh } from './net/special'

/** A data set with what made it: x ~ N(0, S) with S = diag(spectrum), y = x·teacher + labelNoise·N(0,1). */
export interface DataSet {
  readonly n: number
  readonly d: number
  /** Inputs, n×d row-major. */
  readonly X: Float64Array
  /** Targets, n×outputs row-major. */
  readonly y: Float64Array
  /** C: entries of y per sample. */
  readonly outputs: number
  /** Held-out samples, changed as the training inputs were; null where there are none. */
  readonly test: { readonly n: number; readonly X: Float64Array; readonly y: Float64Array } | null
  /** How the d entries of an input make an image, channel, row, column; null where they do not. */
  readonly image: { readonly channels: number; readonly height: number; readonly width: number } | null
  /** λ_k(S), descending, length d. */
  readonly spectrum: Float64Array
  /** w*, length d; not what made the labels of a tanh-units teacher. */
  readonly teacher: Float64Array
  readonly labelNoise: number
}

/** λ_1(S) ≥ λ_2(S) ≥ …, the population covariance in its own axes. */
export function spectrumOf(s: DataSettings): Float64Array {
  const at = (k: number): number => {
    if (s.spectrum === 'power-law') return s.scale * pow(k + 1, -s.exponent)
    if (s.spectrum === 'exponential') return s.scale * exp(-s.decay * k)
    if (s.spectrum === 'two-level') return k < s.spikes ? s.scale : s.scale * s.ratio
    if (s.spectrum === 'explicit') return s.values[Math.min(k, s.values.length - 1)]!
    return s.scale
  }
  return Float64Array.from({ length: s.d }, (_, k) => at(k)).sort((a, b) => b - a)
}

/** Weights of unit expected size: N(0, 1/d) everywhere, or N(0, 1/nonzero) on randomly chosen entries. */
function teacherOf(s: DataSettings, seed: number): Float64Array {
  const w = normals(new Float64Array(s.d), seed, STREAM.teacher)
  const active = s.teacher === 'sparse' ? s.nonzero : s.d
  const order = Int32Array.from({ length: s.d }, (_, i) => i)
  if (active < s.d) drawWithout(order, active, seed, STREAM.teacher, 1)
  const kept = new Set(order.subarray(0, active))
  return w.map((v, i) => (kept.has(i) ? v / Math.sqrt(active) : 0))
}

/** b_1, b_2, … ~ N(0, I/d), units×d row by row. */
function teacherUnits(s: DataSettings, seed: number): Float64Array {
  return normals(new Float64Array(s.units * s.d), seed, STREAM.teacher, 2).map(v => v / Math.sqrt(s.d))
}

/** Σ_j (−1)^j tanh(b_j·x). */
function tanhUnits(units: Float64Array, x: Float64Array): number {
  let f = 0
  for (let j = 0; j * x.length < units.length; j++) {
    const h = tanh(dot(units.subarray(j * x.length, (j + 1) * x.length), x))
    f += j % 2 ? -h : h
  }
  return f
}

/** Draws the data set of a scenario; the same (settings, seed) give the same bits in every engine. */
export function makeData(s: DataSettings, seed: number): DataSet {
  const { n, d } = s
  const spectrum = spectrumOf(s)
  const teacher = teacherOf(s, seed)
  const X = normals(new Float64Array(n * d), seed, STREAM.data)
  const noise = s.labelNoise > 0 ? normals(new Float64Array(n), seed, STREAM.labelNoise) : null
  const width = spectrum.map(Math.sqrt)
  const units = s.teacher === 'tanh-units' ? teacherUnits(s, seed) : null
  const y = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let f = 0
    for (let j = 0; j < d; j++) {
      const x = X[i * d + j]! * width[j]!
      X[i * d + j] = x
      f += x * teacher[j]!
    }
    if (units) f = tanhUnits(units, X.subarray(i * d, (i + 1) * d))
    y[i] = noise ? f + s.labelNoise * noise[i]! : f
  }
  return { n, d, X, y, outputs: 1, test: null, image: null, spectrum, teacher, labelNoise: s.labelNoise }
}
