/** The data set of a scenario: `drawData` draws one, `dataSetOf` makes one of samples from files. `load.ts` chooses. */

import exp from '@stdlib/math-base-special-exp'
import pow from '@stdlib/math-base-special-pow'
import { dot } from '../lib/matrix'
import { STREAM, type Stream } from '../lib/philox'
import { drawWithout, normals } from '../lib/random'
import type { DataSettings } from '../scenario'
import type { InputMap } from './files/inputs'
import type { TargetScales, TrainAndTest } from './files/labelled'
import { finish } from './files/progress'

/** Inputs and targets with what made them: drawn ones are x ~ N(0, S) with S = diag(spectrum), y = teacher(x) + labelNoise·N(0,1). */
export interface DataSet {
  readonly n: number
  readonly d: number
  /** Inputs, n×d row-major. */
  readonly X: Float64Array
  /** Targets, n×outputs row-major. */
  readonly y: Float64Array
  /** C: entries of y per sample. */
  readonly outputs: number
  /** Held-out samples, preprocessed as the training inputs; null where there are none. */
  readonly test: { readonly n: number; readonly X: Float64Array; readonly y: Float64Array } | null
  /** How the d entries of an input make an image, channel, row, column; null where they do not. */
  readonly image: { readonly channels: number; readonly height: number; readonly width: number } | null
  /** λ_k(S), descending, length d. */
  readonly spectrum: Float64Array
  /** w*, length d; what made the labels only where the teacher is linear. */
  readonly teacher: Float64Array
  readonly labelNoise: number
  /** Names of the classes of samples from files, those of the signs −1 and +1 where there are two. */
  readonly classes?: readonly string[]
  /** Of samples from files. */
  readonly origin?: Origin
}

/** Which samples of a file these are, by their places from 0, and what was done to their inputs. */
export interface Origin {
  readonly rows: Int32Array
  readonly testRows: Int32Array
  /** Of the first `entries` of an input; it writes over its argument. */
  readonly map: InputMap
  readonly entries: number
  /** Of numbers to be predicted that were standardized. */
  readonly scales?: TargetScales
}

/** Samples read from files as a data set; label noise acts on the training targets alone. */
export function dataSetOf({ train, test, map, entries = train.d, scales }: TrainAndTest, labelNoise: number, seed: number): DataSet {
  const { n, d, X, Y, outputs, image } = train
  const noise = labelNoise > 0 ? normals(new Float64Array(Y.length), seed, STREAM.labelNoise) : null
  return {
    n,
    d,
    X,
    y: noise ? Y.map((v, i) => v + labelNoise * noise[i]) : Y,
    outputs,
    test: test && { n: test.n, X: test.X, y: test.Y },
    image,
    spectrum: new Float64Array(0),
    teacher: new Float64Array(d),
    labelNoise,
    ...(map &&
      train.rows && { origin: { rows: train.rows, testRows: test?.rows ?? new Int32Array(0), map, entries, ...(scales && { scales }) } }),
  }
}

/** λ_1(S) ≥ λ_2(S) ≥ …, the population covariance in its own axes. */
export function covarianceSpectrum(s: DataSettings): Float64Array {
  const at = (k: number): number => {
    switch (s.spectrum) {
      case 'isotropic':
        return s.scale
      case 'power-law':
        return s.scale * pow(k + 1, -s.exponent)
      case 'exponential':
        return s.scale * exp(-s.decay * k)
      case 'two-level':
        return k < s.spikes ? s.scale : s.scale * s.ratio
      case 'explicit':
        return s.values[Math.min(k, s.values.length - 1)]
    }
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

/** Held-out samples of drawn data. */
const TEST_SAMPLES = 1000
/** Numbers drawn between two looks at what else there is to do: some milliseconds. */
const DRAWN_AT_ONCE = 1 << 16

/** What makes a label of an input, x → y, for a teacher with weights w: w·x, or another of `teacher.ts`. */
export type Labelling = (s: DataSettings, seed: number, spectrum: Float64Array, w: Float64Array) => (x: Float64Array) => number

const linear: Labelling = (_s, _seed, _spectrum, w) => x => dot(w, x)

/**
 * Draws the data set of a scenario; the same (settings, seed) give the same bits in every engine. The test set is drawn
 * when it is first needed: fresh inputs of the same law, labels without noise, so that its loss is the distance to the
 * teacher. In slices of some milliseconds: every step says what share is done, and leaving it unfinished gives it up.
 */
export function* drawData(s: DataSettings, seed: number, labelling = linear): Generator<number, DataSet, void> {
  const { n, d } = s
  const spectrum = covarianceSpectrum(s)
  const teacher = teacherOf(s, seed)
  const label = labelling(s, seed, spectrum, teacher)
  const width = spectrum.map(Math.sqrt)
  const rows = Math.max(1, Math.floor(DRAWN_AT_ONCE / d))
  function* draw(count: number, stream: Stream) {
    const X = new Float64Array(count * d)
    const y = new Float64Array(count)
    for (let from = 0; from < count; from += rows) {
      const until = Math.min(from + rows, count)
      normals(X.subarray(from * d, until * d), seed, stream, 0, from * d)
      for (let at = from * d; at < until * d; at++) X[at] *= width[at % d]
      for (let i = from; i < until; i++) y[i] = label(X.subarray(i * d, (i + 1) * d))
      yield until / count
    }
    return { n: count, X, y }
  }
  const { X, y } = yield* draw(n, STREAM.data)
  if (s.labelNoise > 0) {
    const noise = normals(new Float64Array(n), seed, STREAM.labelNoise)
    for (let i = 0; i < n; i++) y[i] += s.labelNoise * noise[i]
  }
  let test: DataSet['test'] | undefined
  return {
    n,
    d,
    X,
    y,
    outputs: 1,
    get test() {
      test ??= finish(draw(TEST_SAMPLES, STREAM.test))
      return test
    },
    image: null,
    spectrum,
    teacher,
    labelNoise: s.labelNoise,
  }
}
