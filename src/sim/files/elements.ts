/** Numbers in binary files, of every type that numpy and IDX know: `decode` reads an array slice by slice. */

import { TWO_32 } from '../../lib/philox'
import { sampleName } from './data'
import { checkEntries, DataFileError } from './error'
import { SLICE_BYTES, type Steps } from './progress'

/** A type of number in a binary file: its size and how one is read. */
export interface ElementType {
  readonly bytes: number
  readonly at: (view: DataView, offset: number, little: boolean) => number
}

/** IEEE half precision. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  // 2⁻²⁴ is the step of the subnormal numbers, and the step doubles with each exponent above 1.
  if (exponent === 0) return sign * fraction * 5.9604644775390625e-8
  return (sign * (1024 + fraction) * (1 << exponent)) / 33_554_432
}

const wide = (view: DataView, at: number, little: boolean, high: number): number =>
  high * TWO_32 + view.getUint32(little ? at : at + 4, little)

/** Every element type, by numpy's letter and size; whole numbers beyond 2⁵³ are rounded to the nearest double. */
export const ELEMENTS: Readonly<Record<string, ElementType>> = {
  u1: { bytes: 1, at: (v, i) => v.getUint8(i) },
  i1: { bytes: 1, at: (v, i) => v.getInt8(i) },
  b1: { bytes: 1, at: (v, i) => (v.getUint8(i) ? 1 : 0) },
  u2: { bytes: 2, at: (v, i, little) => v.getUint16(i, little) },
  i2: { bytes: 2, at: (v, i, little) => v.getInt16(i, little) },
  u4: { bytes: 4, at: (v, i, little) => v.getUint32(i, little) },
  i4: { bytes: 4, at: (v, i, little) => v.getInt32(i, little) },
  u8: { bytes: 8, at: (v, i, little) => wide(v, i, little, v.getUint32(little ? i + 4 : i, little)) },
  i8: { bytes: 8, at: (v, i, little) => wide(v, i, little, v.getInt32(little ? i + 4 : i, little)) },
  f2: { bytes: 2, at: (v, i, little) => half(v.getUint16(i, little)) },
  f4: { bytes: 4, at: (v, i, little) => v.getFloat32(i, little) },
  f8: { bytes: 8, at: (v, i, little) => v.getFloat64(i, little) },
}

/** An array in a binary file: entry j of row i lies i·rowStep + offsets[j] elements behind `start` (j itself without offsets). */
export interface Stored {
  readonly bytes: Uint8Array
  readonly start: number
  readonly type: ElementType
  readonly little: boolean
  readonly rows: number
  readonly d: number
  readonly rowStep: number
  readonly offsets: Int32Array | null
}

/** The first `rows` rows as numbers, row by row; refuses the first entry that is not finite. */
export function* decode({ bytes, start, type, little, rows, d, rowStep, offsets }: Stored): Steps<Float64Array> {
  checkEntries(rows * d, [rows, d])
  const out = new Float64Array(rows * d)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const total = out.length * type.bytes
  const step = Math.max(1, Math.floor(SLICE_BYTES / type.bytes))
  for (let from = 0; from < out.length; from += step) {
    const to = Math.min(from + step, out.length)
    let i = Math.floor(from / d)
    let j = from % d
    for (let k = from; k < to; k++) {
      const value = type.at(view, start + (i * rowStep + (offsets ? offsets[j] : j)) * type.bytes, little)
      if (value - value !== 0) throw notFiniteError(value, sampleName(k, d))
      out[k] = value
      if (++j === d) {
        j = 0
        i++
      }
    }
    yield { stage: 'reading', done: to * type.bytes, total }
  }
  return out
}

/** NaN or an infinity where a number must be. */
export function notFiniteError(value: number, where: string): DataFileError {
  const found = Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '−Infinity'
  return new DataFileError(where, found, 'a finite number', `${where}: ${found} found, a finite number expected`)
}
