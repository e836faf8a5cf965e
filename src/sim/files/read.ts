/** Recognizes the format of a data file by its content and reads it: add a reader to `READERS` and a test to `formatOf`. */

import { CIFAR_RECORD, looksLikeCifar, readCifar } from './cifar'
import { readCsv } from './csv'
import type { DataPart, Format, ReadOptions } from './data'
import { checkSize, DataFileError } from './error'
import { isWholeIdx, looksLikeIdx, readIdx } from './idx'
import { gunzip, looksLikeGzip } from './inflate'
import { looksLikeNpy, readNpy } from './npy'
import { readNpz } from './npz'
import type { Steps } from './progress'
import { looksLikeZip } from './zip'

const READERS: Readonly<Record<Format, (bytes: Uint8Array, options: ReadOptions) => Steps<DataPart>>> = {
  idx: readIdx,
  'cifar-10': readCifar,
  csv: readCsv,
  npy: readNpy,
  npz: readNpz,
}

const isText = (bytes: Uint8Array) => bytes.every(c => c >= 32 || (c >= 9 && c <= 13) || c === 26)

/** The format of a file by its content alone; IDX and CIFAR-10 before text, because a batch may begin like either. */
export function formatOf(bytes: Uint8Array): Format {
  if (looksLikeNpy(bytes)) return 'npy'
  if (looksLikeZip(bytes)) return 'npz'
  if (isWholeIdx(bytes)) return 'idx'
  if (looksLikeCifar(bytes) && bytes.length % CIFAR_RECORD === 0) return 'cifar-10'
  if (looksLikeIdx(bytes)) return 'idx'
  if (looksLikeCifar(bytes)) return 'cifar-10'
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new DataFileError('text', 'UTF-16', 'UTF-8', 'text in UTF-16 found, UTF-8 expected')
  if (isText(bytes.subarray(0, 4096))) return 'csv'
  // Two zero bytes begin no text: an IDX file with another type is meant, and its reader says which are known.
  if (bytes[0] === 0 && bytes[1] === 0) return 'idx'
  const found = [...bytes.subarray(0, 4)].map(c => c.toString(16).toUpperCase().padStart(2, '0')).join(' ')
  const expected = 'IDX, CIFAR-10 batches, CSV, NPY or NPZ'
  throw new DataFileError(
    'format',
    `a file that begins with ${found}`,
    expected,
    `the file begins with bytes ${found}; ${expected} expected`,
  )
}

/** Reads a file of any known format, packed with gzip or not. */
export function* readData(file: ArrayBuffer | Uint8Array, options: ReadOptions = {}): Steps<DataPart> {
  let bytes = file instanceof Uint8Array ? file : new Uint8Array(file)
  checkSize(bytes.length)
  if (looksLikeGzip(bytes)) {
    bytes = yield* gunzip(bytes)
    checkSize(bytes.length, 'unpacked file')
  }
  return yield* READERS[formatOf(bytes)](bytes, options)
}
