/** The files of a tar archive: `tarEntries`. */

import { strFromU8 } from 'fflate'
import { grouped } from '../../lib/digits'
import { DataFileError, truncated } from './error'

export interface TarEntry {
  readonly name: string
  /** Where its bytes begin, and how many they are. */
  readonly at: number
  readonly size: number
}

const BLOCK = 512
/** Where a header has the size, the check sum, the kind and the mark of the format. */
const [SIZE, SUM, KIND, MARK] = [124, 148, 156, 257]
const FILE_KINDS = ['0', '\0']

const textAt = (bytes: Uint8Array, from: number, length: number) => {
  const field = bytes.subarray(from, from + length)
  const end = field.indexOf(0)
  return strFromU8(end < 0 ? field : field.subarray(0, end))
}

const octalAt = (bytes: Uint8Array, from: number, length: number) => Number.parseInt(textAt(bytes, from, length).trim() || '0', 8)

/** The sum of a header's bytes, its own field counted as blanks. */
function sumOf(bytes: Uint8Array, at: number): number {
  let sum = 8 * 32
  for (let i = 0; i < BLOCK; i++) if (i < SUM || i >= SUM + 8) sum += bytes[at + i]
  return sum
}

const isHeader = (bytes: Uint8Array, at: number) => octalAt(bytes, at + SUM, 8) === sumOf(bytes, at)

export const looksLikeTar = (bytes: Uint8Array): boolean =>
  bytes.length >= BLOCK && textAt(bytes, MARK, 5) === 'ustar' && isHeader(bytes, 0)

/** The plain files of an archive, in their order. */
export function tarEntries(bytes: Uint8Array): TarEntry[] {
  const entries: TarEntry[] = []
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0; ) {
    const where = `archive, header at byte ${grouped(at)}`
    if (!isHeader(bytes, at))
      throw new DataFileError(
        where,
        'a wrong check sum',
        'undamaged data',
        `${where}: the check sum does not agree, the archive is damaged`,
      )
    const size = octalAt(bytes, at + SIZE, 12)
    if (!(size >= 0)) throw new DataFileError(where, 'no size', 'a size')
    const start = at + BLOCK
    if (start + size > bytes.length) throw truncated(bytes.length, start + size, 'archive')
    if (FILE_KINDS.includes(String.fromCharCode(bytes[at + KIND]))) entries.push({ name: textAt(bytes, at, 100), at: start, size })
    at = start + Math.ceil(size / BLOCK) * BLOCK
  }
  return entries
}
