/** What every reader of a data file returns: a `DataPart` with inputs, targets or both. */

import type { DataChoice } from '../../lib/dataChoice'
import { grouped } from '../../lib/digits'
import { DataFileError, plural } from './error'

export type Format = 'idx' | 'cifar-10' | 'cifar-100' | 'csv' | 'npy' | 'npz'

/** Entries of inputs: numbers, or bytes where all of them are, an eighth of the memory. */
export type Entries = Float64Array | Uint8Array

/** Inputs read from a file. */
export interface FileSamples {
  /** FileSamples read, and how many the file holds. */
  readonly n: number
  readonly of: number
  /** Entries of one sample, and their arrangement: [784], [28, 28], [3, 32, 32]. */
  readonly d: number
  readonly shape: readonly number[]
  /** n×d, row-major; images channel, row, column. */
  readonly X: Entries
  /** Whether the entries are whole numbers from 0 to 255, as images have them. */
  readonly bytes: boolean
}

/** Whole numbers or names as classes: sample i is of class names[labels[i]]. */
export interface FileClasses {
  readonly labels: Int32Array
  readonly names: readonly string[]
}

/** What is to be predicted; classes where the values are few enough to be read as such. */
export interface FileTargets {
  readonly n: number
  readonly of: number
  readonly outputs: number
  /** n×outputs, row-major; for named classes their places in `names`. */
  readonly values: Float64Array
  readonly classes: FileClasses | null
  /** What the outputs are called, where they are. */
  readonly names?: readonly string[]
}

/** What one file holds: inputs, targets, or both. */
export interface DataPart {
  readonly format: Format
  readonly samples: FileSamples | null
  readonly targets: FileTargets | null
}

/** Choices that a file's content leaves open. */
export interface ReadOptions {
  /** At most this many samples, the first of the file. */
  readonly most?: number
  /** Bytes that may come of unpacking. */
  readonly largest?: number
  /** What an IDX or NPY file is: by default one axis makes targets, more make inputs. */
  readonly role?: 'inputs' | 'targets'
  /** Whether a test set that an archive brings is passed over. */
  readonly split?: boolean
  /** How tables are read; as they have always been by default. */
  readonly choice?: DataChoice
}

/** Different whole numbers that are looked at as classes. */
const MOST_KINDS = 1000

/** Values as classes, named by their numbers and in their order; null if one is not whole or there are too many. */
export function classesFrom(values: Float64Array): FileClasses | null {
  const place = new Map<number, number>()
  for (const v of values) {
    if (place.has(v)) continue
    if (!Number.isSafeInteger(v) || place.size === MOST_KINDS) return null
    place.set(v, 0)
  }
  const distinct = [...place.keys()].sort((a, b) => a - b)
  distinct.forEach((v, k) => {
    place.set(v, k)
  })
  return { labels: Int32Array.from(values, v => place.get(v)!), names: distinct.map(v => String(v === 0 ? 0 : v)) }
}

/** FileTargets of one or several outputs from their values (n×outputs). */
export function targetsFrom(values: Float64Array, outputs: number, of: number): FileTargets {
  return { n: values.length / outputs, of, outputs, values, classes: outputs === 1 ? classesFrom(values) : null }
}

/** Bytes as bytes: images take an eighth of the memory. */
export function compact(part: DataPart): DataPart {
  const { samples } = part
  return samples?.bytes && samples.X instanceof Float64Array ? { ...part, samples: { ...samples, X: Uint8Array.from(samples.X) } } : part
}

/** Some of the samples, by their places, in this order; the others are none of the file's. */
export function samplesAt(samples: FileSamples, rows: readonly number[]): FileSamples {
  const { d, n, of } = samples
  const X = samples.X instanceof Uint8Array ? new Uint8Array(rows.length * d) : new Float64Array(rows.length * d)
  for (const [at, i] of rows.entries()) X.set(samples.X.subarray(i * d, (i + 1) * d), at * d)
  return { ...samples, n: rows.length, of: of - (n - rows.length), X }
}

/** The targets of some of the samples; classes that have none left are gone. */
export function targetsAt(targets: FileTargets, rows: readonly number[]): FileTargets {
  const { n, of, outputs, values, classes, names } = targets
  const picked = new Float64Array(rows.length * outputs)
  for (const [at, i] of rows.entries()) picked.set(values.subarray(i * outputs, (i + 1) * outputs), at * outputs)
  const left = of - (n - rows.length)
  if (!classes || classes.names.every(isNumber)) return { ...targetsFrom(picked, outputs, left), ...(names && { names }) }
  return namedTargets(
    rows.map(i => classes.names[classes.labels[i]]),
    left,
  )
}

/** Names as classes, in the order in which they first appear. */
export function namedTargets(kinds: readonly string[], of: number): FileTargets {
  const places = new Map<string, number>()
  const labels = Int32Array.from(kinds, name => {
    const label = places.get(name) ?? places.size
    places.set(name, label)
    return label
  })
  return { n: kinds.length, of, outputs: 1, values: Float64Array.from(labels), classes: { labels, names: [...places.keys()] } }
}

/** Whether the name of a class is a number. */
export const isNumber = (name: string): boolean => name !== '' && Number.isFinite(Number(name))

/** Refuses targets that are not one for each sample. */
export function checkCounts(samples: number, targets: number): void {
  if (samples === targets) return
  const sentence = `labels of ${plural(targets, 'sample')} found, ${grouped(samples)} expected: one for each sample`
  throw new DataFileError('labels', grouped(targets), grouped(samples), sentence)
}

/** "sample 3" or "sample 3, entry 5", counted from 1. */
export function sampleName(index: number, d: number): string {
  const sample = `sample ${grouped(Math.floor(index / d) + 1)}`
  return d === 1 ? sample : `${sample}, entry ${grouped((index % d) + 1)}`
}
