/** Data as they are downloaded: the files to read in a zip archive, or in a tar archive packed with gzip or not. */

import { isTest } from './contents'
import { checkSize, DataFileError, quoted } from './error'
import { gunzip, looksLikeGzip } from './inflate'
import type { Steps } from './progress'
import { looksLikeTar, tarEntries } from './tar'
import { looksLikeZip, unzip, zipEntries } from './zip'

export interface Unpacked {
  readonly name: string
  readonly bytes: Uint8Array
}

interface Entry {
  /** Without the folders. */
  readonly name: string
  readonly path: string
}

const DATA = /\.(csv|tsv|tab|data|dat|npy|npz|bin)(\.gz)?$|[.-]idx\d-u?byte(\.gz)?$/i
const TEXT = /\.txt(\.gz)?$/i
/** Descriptions, and what computers add by themselves. */
const OTHER = /(^|\/)(\.|__MACOSX\/)|readme|licen[cs]e|_names\.txt$|\.meta\.txt$/i
const NAMED = 8

const listOf = (entries: readonly Entry[]) =>
  entries
    .slice(0, NAMED)
    .map(e => quoted(e.name))
    .join(', ') + (entries.length > NAMED ? ', …' : '')

/** Whether files are one data set: images and labels of IDX with a test set or without, binary batches, or a table with its test set. */
function belongTogether(entries: readonly Entry[]): boolean {
  const all = (pattern: RegExp) => entries.every(e => pattern.test(e.name))
  if (entries.length === 1) return true
  if (all(/idx\d-u?byte(\.gz)?$/i)) return entries.length === 2 || entries.length === 4
  if (all(/\.bin$/i)) return true
  return entries.length === 2 && entries.filter(e => isTest({ file: e.name })).length === 1
}

/** Which files of an archive are its data; refuses those that nobody can tell. */
function dataAmong(paths: readonly string[]): readonly string[] {
  const entries = paths.flatMap(path =>
    OTHER.test(path) || path.endsWith('/') ? [] : [{ path, name: path.slice(path.lastIndexOf('/') + 1) }],
  )
  const data = entries.filter(e => DATA.test(e.name))
  const found = data.length > 0 ? data : entries.filter(e => TEXT.test(e.name))
  if (found.length === 0) {
    const sentence = `archive holds no data file (${listOf(entries) || 'nothing'}); IDX, CIFAR batches, CSV, NPY or NPZ expected: unpack it, and open what is one`
    throw new DataFileError('archive', listOf(entries), 'a data file', sentence)
  }
  if (belongTogether(found)) return found.map(e => e.path)
  const sentence = `archive holds several data files (${listOf(found)}): unpack it, and open the one that is meant or those that belong together`
  throw new DataFileError('archive', listOf(found), 'one data file, or inputs and labels', sentence)
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

function* zipped(bytes: Uint8Array, largest: number): Steps<Unpacked[] | null> {
  const entries = zipEntries(bytes)
  if (entries.some(e => e.name.endsWith('.npy'))) return null
  if (entries.some(e => e.name.startsWith('xl/'))) {
    const sentence = 'the file is a spreadsheet of Excel: save its sheet as CSV, and open that'
    throw new DataFileError('format', 'a spreadsheet', 'CSV', sentence)
  }
  const wanted = dataAmong(entries.map(e => e.name))
  const files: Unpacked[] = []
  let room = largest
  for (const entry of entries) {
    if (!wanted.includes(entry.name)) continue
    const unpacked = yield* unzip(bytes, entry, room)
    room -= unpacked.length
    files.push({ name: nameOf(entry.name), bytes: unpacked })
  }
  return files
}

function untarred(bytes: Uint8Array): Unpacked[] {
  const entries = tarEntries(bytes)
  const wanted = dataAmong(entries.map(e => e.name))
  return entries.flatMap(({ name, at, size }) =>
    wanted.includes(name) ? [{ name: nameOf(name), bytes: bytes.subarray(at, at + size) }] : [],
  )
}

/** The data files in a file as it was given: those of an archive, or the file itself, unpacked to at most `largest` bytes. */
export function* filesIn(name: string, given: Uint8Array, largest: number): Steps<Unpacked[]> {
  checkSize(given.length)
  if (looksLikeZip(given)) return (yield* zipped(given, largest)) ?? [{ name, bytes: given }]
  let bytes = given
  if (looksLikeGzip(given)) {
    bytes = yield* gunzip(given, largest)
    checkSize(bytes.length, 'unpacked file')
  }
  return looksLikeTar(bytes) ? untarred(bytes) : [{ name, bytes }]
}
