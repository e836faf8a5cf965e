/** Reads user data from files of any known format (`readOwn`), and names them by a digest of what they hold. */

import { grouped } from '../../lib/digits'
import { Fingerprint } from '../../lib/fingerprint'
import { type DataPart, type Entries, type FileSamples, type FileTargets, type Format, type ReadOptions, targetsFrom } from './data'
import { checkSize, DataFileError, plural } from './error'
import { type DataTable, joinParts } from './join'
import type { ReadProgress, Steps } from './progress'
import { readData } from './read'
import type { Task } from './tasks'

/** A file to be read in pieces: a File of the page, or one on disk. */
export interface FileLike {
  readonly name: string
  /** Bytes. */
  readonly size: number
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** What user data hold, in a few words. */
export interface DataInfo {
  /** Sixteen hexadecimal digits that stand for the content, see `digestOf`. */
  readonly digest: string
  readonly files: readonly string[]
  readonly format: Format
  /** FileSamples that were read, and how many the files hold. */
  readonly n: number
  readonly of: number
  readonly d: number
  readonly shape: readonly number[]
  /** C: one for two classes, as many as there are classes otherwise, or as many numbers as are to be predicted. */
  readonly outputs: number
  /** Names of the classes; empty where numbers are to be predicted. */
  readonly classes: readonly string[]
}

export interface OwnData {
  readonly info: DataInfo
  readonly table: DataTable
  readonly task: Task | { readonly kind: 'values' }
}

/** All files together are not larger. */
export const LARGEST_FILES = 1e9
/** What a simulation can use at most: its training samples, a test set, entries of a sample, entries in all, outputs. */
const DATA_LIMITS = { samples: 21_000, inputs: 4096, entries: 3.2e7, outputs: 10 }
/** Bytes read at once. */
const PIECE = 4_194_304
/** Numbers hashed between two calls of `tick`. */
const NUMBERS = 131_072
/** A file by its name alone: labels of two axes cannot be distinguished from inputs otherwise. */
const LABEL_FILE = /(^|[^a-z])(y|labels?|targets?|classes)([^a-z]|$)/i

/** Refuses files by their sizes, before any of them is read. */
export function checkFiles(files: readonly FileLike[]): void {
  if (files.length === 0) throw new DataFileError('files', 'none', 'at least one', 'no file was chosen')
  for (const { name, size } of files) checkSize(size, name)
  const total = files.reduce((sum, file) => sum + file.size, 0)
  if (total <= LARGEST_FILES) return
  const [found, what] = [`${(total / 1e9).toFixed(2)} GB`, files.length === 1 ? files[0].name : 'all files together']
  throw new DataFileError(what, found, 'at most 1 GB', `${what} ${files.length === 1 ? 'has' : 'have'} ${found}, at most 1 GB expected`)
}

async function bytesOf(file: FileLike, tick: (done: number) => Promise<void> | void): Promise<Uint8Array> {
  const bytes = new Uint8Array(file.size)
  for (let at = 0; at < file.size; at += PIECE) {
    const end = Math.min(at + PIECE, file.size)
    bytes.set(new Uint8Array(await file.slice(at, end).arrayBuffer()), at)
    await tick(end)
  }
  return bytes
}

/** Runs steps to their end, calling `tick` with the share done, which never decreases, though unpacking comes before reading. */
async function runSteps<T>(steps: Steps<T>, tick: (share: number) => Promise<void> | void): Promise<T> {
  const share = ({ stage, done, total }: ReadProgress) => (stage === 'unpacking' ? 0.5 : 1) * (done / Math.max(total, 1))
  let reached = 0
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    reached = Math.max(reached, share(step.value))
    await tick(reached)
  }
}

/** Bytes as bytes: images take an eighth of the memory. */
function compact(part: DataPart): DataPart {
  const { samples } = part
  return samples?.bytes ? { ...part, samples: { ...samples, X: Uint8Array.from(samples.X) } } : part
}

/** No more samples than a simulation can use; their number alone decides which. */
function cut({ samples, targets }: DataTable): DataTable {
  const n = Math.min(samples.n, Math.max(1, Math.floor(DATA_LIMITS.entries / samples.d)))
  if (n === samples.n) return { samples, targets }
  const { outputs, classes } = targets
  const fewer = { ...targetsFrom(targets.values.slice(0, n * outputs), outputs, targets.of) }
  const kept: FileTargets = classes ? { ...fewer, classes: { ...classes, labels: classes.labels.slice(0, n) } } : fewer
  return { samples: { ...samples, n, X: samples.X.slice(0, n * samples.d) }, targets: kept }
}

/** What is to be learnt: two classes as −1 and +1, three to ten by one output each, or numbers as they are. */
export function taskOf({ samples, targets }: DataTable): OwnData['task'] {
  if (samples.d > DATA_LIMITS.inputs)
    throw tooMany('samples', plural(samples.d, 'entry').replace('entrys', 'entries'), grouped(DATA_LIMITS.inputs))
  if (targets.outputs > DATA_LIMITS.outputs) throw tooMany('targets', plural(targets.outputs, 'output'), String(DATA_LIMITS.outputs))
  const count = targets.classes?.names.length
  if (count === undefined) return { kind: 'values' }
  if (count < 2) {
    const name = `“${targets.classes!.names[0]}”`
    const sentence = `${samples.n === 1 ? 'the only sample is' : `all ${plural(samples.n, 'sample')} are`} of class ${name}, two classes or more expected`
    throw new DataFileError('classes', '1', '2 or more', sentence)
  }
  if (count > DATA_LIMITS.outputs) {
    const sentence = `labels of ${plural(count, 'class').replace('classs', 'classes')} found, at most 10 expected: keep the samples of ten classes, or, where numbers are to be predicted, scale them so that they are not all whole`
    throw new DataFileError('classes', grouped(count), 'at most 10', sentence)
  }
  return count === 2 ? { kind: 'pair', negative: 0, positive: 1 } : { kind: 'one-hot', classes: count }
}

function tooMany(what: string, found: string, most: string): DataFileError {
  return new DataFileError(what, found, `at most ${most}`, `${what} of ${found} found, at most ${most} expected`)
}

/**
 * A hash of what was read, not of the bytes it was read from: sizes, inputs, targets and names of classes, in the order of
 * the samples. The same data packed with gzip, or with inputs and labels in either order, have the same digest.
 */
export function* digestOf({ samples, targets }: DataTable): Steps<string> {
  const hash = new Fingerprint()
  const { n, of, d, shape, bytes, X } = samples
  const names = targets.classes?.names ?? []
  hash.add([n, of, d, targets.outputs, names.length, bytes ? 1 : 0, ...shape])
  for (const name of names) hash.add([name.length, ...Array.from(name, c => c.codePointAt(0)!)])
  hash.add(targets.classes?.labels ?? targets.values)
  for (let at = 0; at < X.length; at += NUMBERS) {
    hash.add(X.subarray(at, at + NUMBERS))
    yield { stage: 'reading', done: at, total: X.length }
  }
  return hash.digest()
}

/**
 * Reads user data from one or several files. `tick` is called with the share of the work done, often enough for
 * other work in between; what it throws ends the reading. Throws a DataFileError, its message naming the file at fault.
 */
export async function readOwn(files: readonly FileLike[], tick: (share: number) => Promise<void> | void): Promise<OwnData> {
  checkFiles(files)
  const total = files.reduce((sum, file) => sum + file.size, 0)
  const parts: DataPart[] = []
  let before = 0
  for (const file of files) {
    const at = (share: number) => tick((0.9 * (before + share * file.size)) / total)
    const bytes = await bytesOf(file, done => at((0.3 * done) / file.size))
    const options: ReadOptions = {
      most: DATA_LIMITS.samples,
      ...(files.length > 1 && LABEL_FILE.test(file.name) ? { role: 'targets' } : {}),
    }
    try {
      parts.push(compact(await runSteps(readData(bytes, options), share => at(0.3 + 0.7 * share))))
    } catch (error) {
      throw error instanceof DataFileError ? namingFile(error, file.name) : error
    }
    before += file.size
  }
  try {
    return await ownDataOf(files, parts, tick)
  } catch (error) {
    throw error instanceof DataFileError ? namingFile(error, files.map(f => f.name).join(', ')) : error
  }
}

async function ownDataOf(files: readonly FileLike[], parts: readonly DataPart[], tick: (share: number) => Promise<void> | void) {
  const table = cut(joinParts(parts))
  const task = taskOf(table)
  const digest = await runSteps(digestOf(table), share => tick(0.9 + 0.1 * share))
  const { n, of, d, shape }: FileSamples = table.samples
  const outputs = task.kind === 'values' ? table.targets.outputs : task.kind === 'one-hot' ? task.classes : 1
  const classes = table.targets.classes?.names ?? []
  const format = parts.find(p => p.samples)!.format
  return { info: { digest, files: files.map(f => f.name), format, n, of, d, shape, outputs, classes }, table, task }
}

function namingFile({ what, found, expected, message }: DataFileError, file: string): DataFileError {
  return new DataFileError(what, found, expected, message.startsWith(file) ? message : `${file}: ${message}`)
}

/** Bytes of memory that the data take. */
export function memoryOf({ table: { samples, targets } }: OwnData): number {
  const bytes = (entries: Entries | Int32Array) => entries.byteLength
  return bytes(samples.X) + bytes(targets.values) + (targets.classes ? bytes(targets.classes.labels) : 0)
}
