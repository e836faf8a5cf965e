/** Recognizes the format of a data file by its content and reads it: add a reader to `READERS` and a test to `formatOf`. */

import { AS_BEFORE } from '../../lib/dataChoice'
import { chosenPart } from './choose'
import { CIFAR_100_RECORD, CIFAR_RECORD, looksLikeCifar, looksLikeCifar100, readCifar, readCifar100 } from './cifar'
import type { FileContent } from './contents'
import { readSheet, type SheetOptions } from './csv'
import type { DataPart, Format, ReadOptions } from './data'
import { toUtf8, utf16Of } from './encoding'
import { checkSize, DataFileError } from './error'
import { foreignName } from './foreign'
import { isWholeIdx, looksLikeIdx, readIdx } from './idx'
import { gunzip, looksLikeGzip } from './inflate'
import { looksLikeNpy, readNpy } from './npy'
import { readNpz } from './npz'
import type { Steps } from './progress'
import { looksLikeZip } from './zip'

/** Readers of arrays and images; tables as text are read by `readSheet`. */
const READERS: Readonly<Record<Exclude<Format, 'csv'>, (bytes: Uint8Array, options: ReadOptions) => Steps<FileContent>>> = {
  idx: (bytes, options) => alone(readIdx(bytes, options)),
  'cifar-10': (bytes, options) => alone(readCifar(bytes, options)),
  'cifar-100': labelled,
  npy: (bytes, options) => alone(readNpy(bytes, options)),
  npz: readNpz,
}

function* alone(steps: Steps<DataPart>): Steps<FileContent> {
  return { part: yield* steps, test: null, said: [] }
}

function* labelled(bytes: Uint8Array, options: ReadOptions): Steps<FileContent> {
  const said = ['Each image has a coarse label of 20 and a fine one of 100; the fine ones are predicted unless the coarse ones are chosen.']
  return { ...(yield* readCifar100(bytes, options)), test: null, said }
}

const isText = (bytes: Uint8Array) => bytes.every(c => c >= 32 || (c >= 9 && c <= 13) || c === 26)

/** The format of a file by its content alone; IDX and CIFAR before text, because a batch may begin like either. */
export function formatOf(bytes: Uint8Array): Format {
  if (looksLikeNpy(bytes)) return 'npy'
  if (looksLikeZip(bytes)) return 'npz'
  if (isWholeIdx(bytes)) return 'idx'
  if (looksLikeCifar(bytes) && bytes.length % CIFAR_RECORD === 0) return 'cifar-10'
  if (looksLikeCifar100(bytes) && bytes.length % CIFAR_100_RECORD === 0) return 'cifar-100'
  if (looksLikeIdx(bytes)) return 'idx'
  if (utf16Of(bytes)) return 'csv'
  if (looksLikeCifar(bytes)) return 'cifar-10'
  if (isText(bytes.subarray(0, 4096))) return 'csv'
  // Two zero bytes begin no text: an IDX file with another type is meant, and its reader says which are known.
  if (bytes[0] === 0 && bytes[1] === 0) return 'idx'
  const known = foreignName(bytes)
  if (known) throw new DataFileError('format', known.found, known.instead, `the file is ${known.found}: ${known.instead}`)
  const found = [...bytes.subarray(0, 4)].map(c => c.toString(16).toUpperCase().padStart(2, '0')).join(' ')
  const expected = 'IDX, CIFAR batches, CSV, NPY or NPZ'
  throw new DataFileError(
    'format',
    `a file that begins with ${found}`,
    expected,
    `the file begins with bytes ${found}; ${expected} expected`,
  )
}

/** Reads a file of any known format, packed with gzip or not. */
export function* readContent(file: ArrayBuffer | Uint8Array, options: ReadOptions & SheetOptions = {}): Steps<FileContent> {
  let bytes = file instanceof Uint8Array ? file : new Uint8Array(file)
  checkSize(bytes.length)
  if (looksLikeGzip(bytes)) {
    bytes = yield* gunzip(bytes, options.largest)
    checkSize(bytes.length, 'unpacked file')
  }
  const format = formatOf(bytes)
  if (format !== 'csv') return yield* READERS[format](bytes, options)
  const wide = utf16Of(bytes)
  const text = wide ? yield* toUtf8(bytes, wide) : bytes
  return { sheet: yield* readSheet(text, options), encoding: wide ? 'UTF-16' : 'UTF-8' }
}

/** The same as inputs, targets or both, under a choice. */
export function* readData(file: ArrayBuffer | Uint8Array, options: ReadOptions = {}): Steps<DataPart> {
  const { choice = AS_BEFORE } = options
  const content = yield* readContent(file, { ...options, header: choice.header, decimal: choice.decimal })
  return 'sheet' in content ? yield* chosenPart(content.sheet, choice) : content.part
}
