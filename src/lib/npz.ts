/** Writes arrays for numpy, and reads what it wrote: `encodeNpz({ X: { data, shape } })` gives the bytes of an .npz file. */

import { type Zippable, zipSync } from 'fflate'
import { Fault } from './fault'

/** An array for numpy: its entries row by row, and its shape; an empty shape is a single number. */
export interface NpyArray {
  readonly data: Float64Array | Int32Array
  readonly shape: readonly number[]
}

const BYTE_ORDER = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? '<' : '>'
/** The same local time in every archive, so that equal arrays give equal bytes in every time zone. */
const MODIFIED = '1980-01-02T00:00:00'

/** An array in numpy's .npy format, version 1.0. */
export function encodeNpy({ data, shape }: NpyArray): Uint8Array {
  const size = shape.reduce((s, v) => s * v, 1)
  if (size !== data.length) throw new RangeError(`An array of shape (${shape.join(', ')}) needs ${size} entries; got ${data.length}.`)
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`
  const dict = `{'descr': '${BYTE_ORDER}${data instanceof Float64Array ? 'f8' : 'i4'}', 'fortran_order': False, 'shape': ${tuple}, }`
  // Magic, version, length of the header, header; the entries start at a multiple of 64 bytes.
  const start = Math.ceil((10 + dict.length + 1) / 64) * 64
  const file = new Uint8Array(start + data.byteLength)
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (start - 10) & 255, (start - 10) >> 8])
  const header = `${dict.padEnd(start - 11)}\n`
  for (let i = 0; i < header.length; i++) file[10 + i] = header.charCodeAt(i)
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start)
  return file
}

/** Named arrays as an .npz archive, stored without compression: numpy.load opens it. */
export function encodeNpz(arrays: Readonly<Record<string, NpyArray>>): Uint8Array {
  const files: Zippable = {}
  for (const [name, array] of Object.entries(arrays)) files[`${name}.npy`] = encodeNpy(array)
  return zipSync(files, { level: 0, mtime: MODIFIED })
}

/** Reads a .npy array of float64 as `encodeNpy` writes it; other kinds of arrays are refused. */
export function decodeNpy(file: Uint8Array): { readonly data: Float64Array; readonly shape: readonly number[] } {
  const refuse = (found: string) => new Fault(`The array has ${found}`, 'an .npy array of float64 in the order of C is expected')
  if (file.length < 12 || [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1].some((byte, i) => file[i] !== byte)) throw refuse('another beginning')
  const start = 10 + file[8] + 256 * file[9]
  const header = String.fromCharCode(...file.subarray(10, start))
  const [, tuple] = new RegExp(`'descr': '${BYTE_ORDER}f8', 'fortran_order': False, 'shape': \\(([\\d, ]*)\\)`).exec(header) ?? []
  if (tuple === undefined) throw refuse(`the header ${JSON.stringify(header.trim().slice(0, 80))}`)
  const shape = tuple.split(',').flatMap(side => (side.trim() ? [Number(side)] : []))
  const size = shape.reduce((s, v) => s * v, 1)
  if (file.length - start !== 8 * size) throw refuse(`${file.length - start} bytes for the shape (${tuple})`)
  return { data: new Float64Array(file.slice(start).buffer), shape }
}
