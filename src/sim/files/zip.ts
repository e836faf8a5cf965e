/** Reads zip archives, Zip64 included: `zipEntries` lists them, `unzip` unpacks one file. */

import { strFromU8 } from 'fflate'
import { crc32 } from '../../lib/crc32'
import { grouped } from '../../lib/digits'
import { DataFileError, hex, LARGEST_BYTES, quoted, truncated } from './error'
import { BEST_RATIO, inflate } from './inflate'
import type { Steps } from './progress'

/** A file in a zip archive, as the archive's directory lists it. */
export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly at: number
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const IN_ZIP64 = 0xffffffff

export function looksLikeZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)
}

const dataView = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const u64 = (view: DataView, at: number) => Number(view.getBigUint64(at, true))

function directoryOf(bytes: Uint8Array, view: DataView, before: number): { count: number; at: number } {
  let end = bytes.length - 22
  const first = Math.max(0, end - 65_535)
  while (end >= first && view.getUint32(end, true) !== END) end--
  if (end < first) {
    const sentence = `archive ends at byte ${grouped(before + bytes.length)} without a directory: it is damaged or cut short`
    throw new DataFileError('archive', 'no directory', 'a directory of its files at the end', sentence)
  }
  const small = { count: view.getUint16(end + 10, true), at: view.getUint32(end + 16, true) }
  if (small.at !== IN_ZIP64 && small.count !== 0xffff) return small
  if (end < 20 || view.getUint32(end - 20, true) !== LOCATOR_64) return small
  const big = u64(view, end - 12) - before
  if (big < 0 || big + 56 > bytes.length || view.getUint32(big, true) !== END_64) throw outside(before + end)
  return { count: u64(view, big + 32), at: u64(view, big + 48) }
}

const outside = (at: number) => {
  const where = `archive, directory at byte ${grouped(at)}`
  return new DataFileError(where, 'a place outside', 'entries inside the file', `${where}: it points outside of the file`)
}

/** The files of an archive by its directory; of an archive's end alone with the number of bytes `before` it. */
export function zipEntries(bytes: Uint8Array, before = 0): ZipEntry[] {
  const view = dataView(bytes)
  const { count, at: start } = directoryOf(bytes, view, before)
  const entries: ZipEntry[] = []
  let at = start - before
  for (let k = 0; k < count; k++) {
    if (at < 0 || at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) throw outside(before + at)
    const nameEnd = at + 46 + view.getUint16(at + 28, true)
    const extraEnd = nameEnd + view.getUint16(at + 30, true)
    if (extraEnd > bytes.length) throw outside(before + at)
    let [packed, size, local] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true), view.getUint32(at + 42, true)]
    for (let x = nameEnd; x + 4 <= extraEnd; x += 4 + view.getUint16(x + 2, true)) {
      if (view.getUint16(x, true) !== 1) continue
      // Zip64: the values that do not fit follow one another in this order.
      let wide = x + 4
      const next = () => {
        if (wide + 8 > extraEnd) throw outside(before + at)
        wide += 8
        return u64(view, wide - 8)
      }
      if (size === IN_ZIP64) size = next()
      if (packed === IN_ZIP64) packed = next()
      if (local === IN_ZIP64) local = next()
    }
    const name = strFromU8(bytes.subarray(at + 46, nameEnd))
    const encrypted = (view.getUint16(at + 8, true) & 1) === 1
    entries.push({ name, method: view.getUint16(at + 10, true), encrypted, crc: view.getUint32(at + 16, true), packed, size, at: local })
    at = extraEnd + view.getUint16(at + 32, true)
  }
  return entries
}

/** The content of one file of an archive, unpacked and checked against its sum. */
export function* unzip(bytes: Uint8Array, entry: ZipEntry, most = LARGEST_BYTES): Steps<Uint8Array> {
  const what = `${quoted(entry.name)} in the archive`
  const view = dataView(bytes)
  if (entry.encrypted) throw new DataFileError(what, 'encrypted data', 'plain data', `${what} is encrypted`)
  if (entry.method !== 0 && entry.method !== 8)
    throw new DataFileError(
      what,
      `compression method ${entry.method}`,
      'stored or deflated',
      `${what} uses compression method ${entry.method}, stored or deflated expected`,
    )
  if (entry.at + 30 > bytes.length) throw outside(entry.at)
  const magic = view.getUint32(entry.at, true)
  if (magic !== LOCAL) throw new DataFileError(`${what}: magic number`, hex(magic), hex(LOCAL))
  const start = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true)
  if (start + entry.packed > bytes.length) throw truncated(Math.max(0, bytes.length - start), entry.packed, what)
  // A claim of more than deflate can pack is false, and no memory is allocated for it.
  if (entry.size > most || entry.size > BEST_RATIO * (entry.packed + 64))
    throw new DataFileError(
      what,
      `a size of ${entry.size} bytes`,
      `at most ${grouped(most)} bytes`,
      `${what} claims a size of ${entry.size} bytes, which ${entry.size > most ? `is more than the ${grouped(most)} that are expected` : 'cannot be'}`,
    )
  const packed = bytes.subarray(start, start + entry.packed)
  const content =
    entry.method === 0 ? { bytes: packed, crc: crc32(packed) } : yield* inflate(packed, 'deflate', what, entry.size, entry.size)
  if (content.bytes.length !== entry.size) throw truncated(content.bytes.length, entry.size, what)
  if (content.crc !== entry.crc)
    throw new DataFileError(`${what}: check sum`, hex(content.crc), hex(entry.crc), `${what} is damaged: its check sum does not agree`)
  return content.bytes
}
