/** Training and test set from inputs, labels and a task: `tableTask`. */

import { grouped } from '../../lib/digits'
import type { Eigh } from '../../lib/eigen'
import type { Entries } from './data'
import { DataFileError, plural } from './error'
import { average, fitInputs, type ImageSize, type InputKind, type InputMap } from './inputs'
import type { DataTable } from './join'
import { type Task, taskTargets } from './tasks'

/** Inputs and targets of a model. */
export interface LabelledSet {
  readonly n: number
  readonly d: number
  /** Of images, after averaging. */
  readonly image: ImageSize | null
  readonly X: Float64Array
  readonly outputs: number
  /** n×outputs. */
  readonly Y: Float64Array
  /** Classes; null where numbers are to be predicted. */
  readonly labels: Int32Array | null
  /** Places of the samples in the file, or among the digits, from 0; left out where they have none. */
  readonly rows?: Int32Array
}

/** How the file's numbers were made into targets: y = (number − offset)/scale, output by output. */
export interface TargetScales {
  readonly offset: Float64Array
  readonly scale: Float64Array
}

export interface TrainAndTest {
  readonly train: LabelledSet
  readonly test: LabelledSet | null
  /** What was done to the inputs of both, where something may have been. */
  readonly map?: InputMap
  /** Entries that it acts on, where others come after them. */
  readonly entries?: number
  /** Of standardized targets. */
  readonly scales?: TargetScales
}

/** Where inputs come from: rows of numbers, bytes of images among them. */
export interface Source {
  readonly entries: Entries
  readonly d: number
  readonly image: ImageSize | null
  /** What an entry is multiplied with: 1/255 for bytes. */
  readonly unit: number
}

/** [28, 28] and [3, 32, 32] are images. */
export function imageOf(shape: readonly number[]): ImageSize | null {
  const [height, width] = shape.slice(-2)
  if (shape.length < 2 || shape.length > 3) return null
  return { channels: shape.length === 3 ? shape[0] : 1, height: height!, width: width! }
}

/** The chosen rows of a source, images averaged over factor×factor windows. */
export function takeRows(
  { entries, d, image, unit }: Source,
  rows: Int32Array,
  factor: number,
): Pick<LabelledSet, 'n' | 'd' | 'X' | 'image'> {
  const X = new Float64Array(rows.length * d)
  rows.forEach((row, k) => {
    for (let j = 0; j < d; j++) X[k * d + j] = entries[row * d + j] * unit
  })
  if (!image || factor === 1) return { n: rows.length, d, X, image }
  const small = average(X, rows.length, image, factor)
  const size = { channels: image.channels, height: image.height / factor, width: image.width / factor }
  return { n: rows.length, d: small.length / rows.length, X: small, image: size }
}

/** Preprocesses training and test inputs in place, as fitted to the training set. */
export function fitBoth(train: LabelledSet, test: LabelledSet | null, input: InputKind, floor?: number, solve?: Eigh): TrainAndTest {
  const map = fitInputs(input, train.X, train.n, train.d, floor, solve)
  map(train.X)
  if (test) map(test.X)
  return { train, test, map }
}

export interface TableOptions {
  /** A task on classes, or the file's own numbers. */
  readonly task: Task | { readonly kind: 'values' }
  readonly input: InputKind
  /** Images are averaged over factor×factor windows. */
  readonly factor?: number
  /** The first n samples that belong to the task train (all that do not test by default), the last nTest test. */
  readonly n?: number
  readonly nTest?: number
  /** Places of the samples in the order in which they are taken; that of the table by default. */
  readonly order?: Int32Array
  readonly floor?: number
  readonly solve?: Eigh
}

type Chosen = Pick<LabelledSet, 'outputs' | 'Y' | 'labels'> & { readonly rows: Int32Array }

function chosenOf({ samples, targets }: DataTable, { task, order }: TableOptions): Chosen {
  const rows = order ?? Int32Array.from({ length: samples.n }, (_, i) => i)
  if (task.kind !== 'values') {
    if (!targets.classes) throw new DataFileError('labels', 'numbers that are not classes', 'whole numbers or names')
    const { labels } = targets.classes
    const chosen = taskTargets(
      rows.map(row => labels[row]),
      task,
    )
    return { ...chosen, rows: chosen.rows.map(place => rows[place]) }
  }
  const { outputs, values } = targets
  const Y = new Float64Array(rows.length * outputs)
  rows.forEach((row, k) => {
    Y.set(values.subarray(row * outputs, (row + 1) * outputs), k * outputs)
  })
  return { rows, outputs, Y, labels: null }
}

function part({ rows, Y, labels, outputs }: Chosen, source: Source, factor: number, from: number, to: number): LabelledSet {
  const own = rows.subarray(from, to)
  const taken = takeRows(source, own, factor)
  return { ...taken, outputs, Y: Y.slice(from * outputs, to * outputs), labels: labels?.slice(from, to) ?? null, rows: own }
}

/** Training and test set from user data. */
export function tableTask(table: DataTable, options: TableOptions): TrainAndTest {
  const { samples } = table
  const { n, nTest = 0, factor = 1, input, floor, solve } = options
  const image = imageOf(samples.shape)
  if (factor !== 1 && (!image || image.height % factor || image.width % factor))
    throw new DataFileError('samples', samples.shape.join('×'), `images whose sides ${factor} divides`)
  const chosen = chosenOf(table, options)
  const of = chosen.rows.length
  const split = n ?? of - nTest
  if (split < 1) throw new DataFileError('samples', grouped(of), `more than the ${grouped(nTest)} of the test set`)
  if (split + nTest > of) {
    const sentence = `${plural(of, 'sample')} found, ${grouped(split + nTest)} expected`
    throw new DataFileError('samples', grouped(of), grouped(split + nTest), sentence)
  }
  const source = { entries: samples.X, d: samples.d, image, unit: samples.bytes ? 1 / 255 : 1 }
  const test = nTest > 0 ? part(chosen, source, factor, of - nTest, of) : null
  return fitBoth(part(chosen, source, factor, 0, split), test, input, floor, solve)
}
