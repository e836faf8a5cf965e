/** The arrays of an NPZ archive, read in pieces, so that one may be larger than what fits into memory: `arraysIn`. */

import { Inflate } from 'fflate'
import { grouped } from '../../lib/digits'
import { DataFileError, quoted, truncated } from '../files/error'
import { type NpyHeader, npyHeader } from '../files/npy'
import type { FileLike } from '../files/own'
import { finish } from '../files/progress'
import { looksLikeZip, unzip, type ZipEntry, zipEntries } from '../files/zip'

/** Bytes from … to of the .npy file of an array. */
export type Bytes = (from: number, to: number) => Promise<Uint8Array>

export interface Opened {
  readonly bytes: Bytes
  /** Whether they have been held against the archive's sum. */
  readonly checked: boolean
}

export interface StoredArray {
  readonly name: string
  readonly header: NpyHeader
  /** Check sum of its bytes, as the archive's directory says. */
  readonly crc: number
  /** Opens it: small and packed arrays are unpacked and checked against the archive's sum, others read where they lie, for who reads them to check. */
  open(): Promise<Opened>
  /** What is read of it at a time. */
  readonly limits: Limits
}

/** Bytes that are read at a time. */
export interface Limits {
  /** Up to this size an array is read in one piece. */
  readonly whole: number
  /** Of a strip of a larger one. */
  readonly strip: number
}

const LIMITS: Limits = { whole: 67_108_864, strip: 33_554_432 }

/** Of the archive's end, where its directory is: enough for some ten thousand arrays. */
const END = 2_097_152
/** Of the beginning of an array, where its header is. */
const HEAD = 4096
/** Packed arrays are unpacked whole, those of more bytes are refused. */
const MOST_UNPACKED = 1_073_741_824

/** What an archive holds, by its directory and the heads of its arrays; files that are no arrays are left out. */
export async function arraysIn(file: FileLike, limits = LIMITS): Promise<StoredArray[]> {
  if (!looksLikeZip(await bytesOf(file, 0, Math.min(4, file.size))))
    throw new DataFileError('file', 'another beginning', 'an NPZ archive', 'file is no NPZ archive, as numpy.savez writes it')
  const before = Math.max(0, file.size - END)
  const entries = zipEntries(await bytesOf(file, before, file.size), before)
  const found: StoredArray[] = []
  for (const entry of entries.filter(e => e.name.endsWith('.npy'))) found.push(await arrayOf(file, entry, limits))
  return found
}

async function arrayOf(file: FileLike, entry: ZipEntry, limits: Limits): Promise<StoredArray> {
  const name = entry.name.replace(/\.npy$/, '')
  const local = await bytesOf(file, entry.at, Math.min(file.size, entry.at + 30))
  const view = new DataView(local.buffer)
  // What is wrong with a small beginning is said as of any archive.
  if (local.length < 30 || entry.encrypted || (entry.method !== 0 && entry.method !== 8)) finish(unzip(local, { ...entry, at: 0 }))
  const start = entry.at + 30 + view.getUint16(26, true) + view.getUint16(28, true)
  const end = start + entry.packed
  if (end > file.size) throw truncated(Math.max(0, file.size - start), entry.packed, `array ${quoted(name)}`)
  const packed = entry.method === 8
  const begins = await bytesOf(file, start, Math.min(end, start + (packed ? 4 * HEAD : HEAD)))
  const what = `array ${quoted(name)}`
  const header = npyHeader(packed ? inflated(begins, what) : begins, what, entry.size)
  const small = entry.size <= limits.whole
  return {
    limits,
    name,
    header,
    crc: entry.crc,
    async open() {
      if (!packed && !small) return { bytes: (from, to) => bytesOf(file, start + from, start + to), checked: false }
      if (entry.size > MOST_UNPACKED)
        throw new DataFileError(
          what,
          `${grouped(entry.size)} bytes, packed`,
          'plain ones',
          `${what} has ${grouped(entry.size)} bytes and is packed: write it with numpy.savez, not savez_compressed, so that it can be read in pieces`,
        )
      const bytes = finish(unzip(await bytesOf(file, entry.at, end), { ...entry, at: 0 }))
      return { bytes: async (from, to) => bytes.subarray(from, to), checked: true }
    },
  }
}

const bytesOf = async (file: FileLike, from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer())

/** What a packed stream begins with. */
function inflated(packed: Uint8Array, what: string): Uint8Array {
  const parts: Uint8Array[] = []
  try {
    new Inflate(part => parts.push(part)).push(packed, false)
  } catch {
    throw new DataFileError(what, 'damaged data', 'an undamaged array', `${what} is damaged and cannot be unpacked`)
  }
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
