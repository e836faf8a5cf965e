/** Unpacks gzip and deflate slice by slice, and checks the sums. */

import { Gunzip, Inflate } from 'fflate'
import { crc32 } from '../../lib/crc32'
import { grouped } from '../../lib/digits'
import { messageOf } from '../../lib/fault'
import { DataFileError, LARGEST_BYTES } from './error'
import type { Steps } from './progress'

const PUSH = 262_144
/** Deflate makes no more of a byte. */
export const BEST_RATIO = 1032

interface Unpacked {
  readonly bytes: Uint8Array
  readonly crc: number
  /** Gzip files set end to end count as one; deflated data has no members. */
  readonly members: number
}

/** Unpacks a deflated stream, or a gzip file, of about `expected` bytes; nothing beyond `most` is kept in memory. */
export function* inflate(packed: Uint8Array, kind: 'deflate' | 'gzip', what: string, expected: number, most: number): Steps<Unpacked> {
  let bytes = new Uint8Array(Math.min(expected, most))
  let size = 0
  let crc = 0
  let finished = false
  const collect = (part: Uint8Array, final: boolean) => {
    finished = final
    size += part.length
    if (size > most) throw tooMuch(what, most)
    crc = crc32(part, crc)
    if (size > bytes.length) {
      const larger = new Uint8Array(Math.min(most, Math.ceil(1.5 * size)))
      larger.set(bytes)
      bytes = larger
    }
    bytes.set(part, size - part.length)
  }
  let members = 1
  const stream = kind === 'gzip' ? new Gunzip(collect) : new Inflate(collect)
  if (stream instanceof Gunzip)
    stream.onmember = () => {
      members++
    }
  for (let at = 0; at < packed.length || at === 0; at += PUSH) {
    const end = Math.min(at + PUSH, packed.length)
    try {
      stream.push(packed.subarray(at, end), end === packed.length)
    } catch (error) {
      if (error instanceof DataFileError) throw error
      throw damaged(what, `${messageOf(error) || 'bad data'} between bytes ${grouped(at)} and ${grouped(end)}`)
    }
    yield { stage: 'unpacking', done: end, total: packed.length }
  }
  if (!finished) throw damaged(what, `unexpected end at byte ${grouped(packed.length)}`)
  return { bytes: bytes.subarray(0, size), crc, members }
}

function tooMuch(what: string, most: number): DataFileError {
  const sentence = `${what} unpacks to more than ${grouped(most)} bytes, which is the most that is expected`
  return new DataFileError(what, 'more bytes', `${grouped(most)} bytes`, sentence)
}

function damaged(what: string, found: string): DataFileError {
  return new DataFileError(what, found, 'undamaged compressed data', `${what} is damaged or cut short and cannot be unpacked (${found})`)
}

export function looksLikeGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** Unpacks a .gz file of at most `most` bytes, and checks it against the sum at its end. */
export function* gunzip(bytes: Uint8Array, most = LARGEST_BYTES): Steps<Uint8Array> {
  const what = 'gzip file'
  // Ten bytes of head, eight of sum and length behind the shortest stream of two.
  if (bytes.length < 20) throw damaged(what, `unexpected end at byte ${bytes.length}`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sum = view.getUint32(bytes.length - 8, true)
  const length = view.getUint32(bytes.length - 4, true)
  // A file that is cut short ends with any four bytes.
  const expected = length > BEST_RATIO * bytes.length ? 0 : length
  const { bytes: unpacked, crc, members } = yield* inflate(bytes, 'gzip', what, expected, most)
  if (members > 1) return unpacked
  if (length !== unpacked.length) throw damaged(what, `the length at byte ${grouped(bytes.length - 4)} does not agree`)
  if (sum !== crc) throw damaged(what, `the check sum at byte ${grouped(bytes.length - 8)} does not agree`)
  return unpacked
}
