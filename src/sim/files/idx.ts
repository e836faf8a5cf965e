/** Reader of IDX files, the format of MNIST. */

import { type DataPart, type ReadOptions, targetsFrom } from './data'
import { decode, ELEMENTS, type ElementType } from './elements'
import { DataFileError, hex, tooLong, truncated } from './error'
import type { Steps } from './progress'

const TYPES: Readonly<Record<number, string>> = { 8: 'u1', 9: 'i1', 11: 'i2', 12: 'i4', 13: 'f4', 14: 'f8' }

/** The head of an IDX file: MNIST's format, big endian. */
export interface IdxHeader {
  readonly element: string
  readonly dims: readonly number[]
  readonly start: number
}

/** Whether the first four bytes are those of an IDX file. */
export function looksLikeIdx(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 && bytes[2] in TYPES && bytes[3] > 0
}

function wrongMagic(bytes: Uint8Array, expected: string): DataFileError {
  const found = hex(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0))
  return new DataFileError('magic number', found, expected, `magic number at byte 0: ${expected}, found ${found}`)
}

/** Reads and checks the head; a role asks for images (two axes or more) or labels (one). */
export function idxHeader(bytes: Uint8Array, role?: 'inputs' | 'targets'): IdxHeader {
  if (bytes.length < 4) throw truncated(bytes.length, 4)
  const expected =
    role === 'targets'
      ? '0x00000801 expected for IDX labels'
      : role === 'inputs'
        ? '0x00000803 expected for IDX images'
        : '0x00000803 expected for IDX images or 0x00000801 for IDX labels'
  if (!looksLikeIdx(bytes)) throw wrongMagic(bytes, expected)
  const axes = bytes[3]
  if ((role === 'inputs' && axes === 1) || (role === 'targets' && axes > 1)) throw wrongMagic(bytes, expected)
  const element = TYPES[bytes[2]]
  const start = 4 + 4 * axes
  if (bytes.length < start) throw truncated(bytes.length, start)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const dims = Array.from({ length: axes }, (_, k) => view.getUint32(4 + 4 * k))
  dims.forEach((size, k) => {
    if (size === 0) throw new DataFileError(`size of axis ${k + 1}`, '0', 'at least 1')
  })
  const end = start + dims.reduce((product, size) => product * size, ELEMENTS[element].bytes)
  if (bytes.length < end) throw truncated(bytes.length, end)
  if (bytes.length > end) throw tooLong(bytes.length, end)
  return { element, dims, start }
}

/** Whether header and length agree: then it is an IDX file and nothing else. */
export function isWholeIdx(bytes: Uint8Array): boolean {
  if (!looksLikeIdx(bytes)) return false
  try {
    idxHeader(bytes)
    return true
  } catch (error) {
    if (error instanceof DataFileError) return false
    throw error
  }
}

/** An IDX file: labels from one axis, inputs from more. */
export function* readIdx(bytes: Uint8Array, { most = Number.POSITIVE_INFINITY, role }: ReadOptions = {}): Steps<DataPart> {
  const { element, dims, start } = idxHeader(bytes, role)
  const [of = 0, ...shape] = dims
  const n = Math.min(of, most)
  const d = shape.reduce((product, size) => product * size, 1)
  const type: ElementType = ELEMENTS[element]
  const values = yield* decode({ bytes, start, type, little: false, rows: n, d, rowStep: d, offsets: null })
  if (shape.length === 0) return { format: 'idx', samples: null, targets: targetsFrom(values, 1, of) }
  return { format: 'idx', samples: { n, of, d, shape, X: values, bytes: element === 'u1' }, targets: null }
}
