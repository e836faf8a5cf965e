/** A stored array as a matrix, read in strips of columns or of rows: `matrixOf`. */

import { crc32 } from '../../lib/crc32'
import { DataFileError, hex } from '../files/error'
import type { Bytes, StoredArray } from './arrays'
import { joinedSums } from './joinedSums'
import { refused } from './refuse'

/** A matrix of `rows`×`columns` numbers in a file; what is read is row-major, and finite. */
export interface StoredMatrix {
  readonly name: string
  readonly rows: number
  readonly columns: number
  /** Whether its numbers have no more digits than float32. */
  readonly single: boolean
  /** All rows of columns from … to. Strips that follow one another read the file once. */
  strip(from: number, to: number): Promise<Float64Array>
  /** Rows from … to. */
  band(from: number, to: number): Promise<Float64Array>
}

/**
 * Checks a row-major array that is read strip by strip, from its first column to its last, against its sum in the archive: the sums of the rows are
 * carried on from strip to strip, and joined in the end.
 */
async function rowSums({ header: { start, shape, type }, crc, name }: StoredArray, bytes: Bytes, rows: number) {
  const columns = shape.at(-1) ?? 1
  const head = crc32(await bytes(0, start))
  const own = new Int32Array(rows)
  let done = 0
  return {
    add(parts: readonly Uint8Array[], from: number, to: number) {
      if (from !== done) return
      for (let i = 0; i < rows; i++) own[i] = crc32(parts[i], own[i])
      done = to
      if (done < columns) return
      const joined = joinedSums(head, own, columns * type.bytes)
      if (joined !== crc) throw refused(`array ${name}`, `the check sum ${hex(joined)}`, `${hex(crc)}, as the archive says: it is damaged`)
    },
  }
}

/** The array with its last axis as columns, and all others, in their order, as rows. */
export async function matrixOf(array: StoredArray, name = array.name): Promise<StoredMatrix> {
  const { shape, fortran, type, start, element } = array.header
  const bytes = await array.open()
  const columns = shape.at(-1) ?? 1
  const outer = shape.slice(0, -1)
  const rows = outer.reduce((product, side) => product * side, 1)
  const decode = decoderOf(array, name, outer)
  const whole: Bytes = (from, to) => bytes(start + from * type.bytes, start + to * type.bytes)
  // Entry (i, j) of a column-major array lies at place[i] + j·rows.
  const place = fortran ? placesOf(outer) : null
  const least = Math.max(1, Math.floor(array.limits.strip / (rows * type.bytes)))
  const sums = fortran ? null : await rowSums(array, bytes, rows)
  let held: { readonly from: number; readonly to: number; readonly parts: readonly Uint8Array[] } | null = null

  async function load(from: number, width: number) {
    const to = Math.min(columns, from + Math.max(width, least))
    if (fortran) return { from, to, parts: [await whole(from * rows, to * rows)] }
    if (from === 0 && to === columns) {
      const all = await whole(0, rows * columns)
      const row = columns * type.bytes
      return { from, to, parts: Array.from({ length: rows }, (_, i) => all.subarray(i * row, (i + 1) * row)) }
    }
    const parts = await Promise.all(Array.from({ length: rows }, (_, i) => whole(i * columns + from, i * columns + to)))
    sums?.add(parts, from, to)
    return { from, to, parts }
  }

  async function strip(from: number, to: number) {
    if (!held || from < held.from || to > held.to) held = await load(from, to - from)
    const out = new Float64Array(rows * (to - from))
    const width = to - from
    if (place) {
      const column = held.from
      const [part] = held.parts
      for (let j = from; j < to; j++)
        for (let i = 0; i < rows; i++) decode(part, (j - column) * rows + place[i], 1, out, i * width + j - from, i, j)
    } else for (let i = 0; i < rows; i++) decode(held.parts[i], from - held.from, width, out, i * width, i, from)
    return out
  }

  return {
    name,
    rows,
    columns,
    single: !(element === 'f8' || /[iu][48]/.test(element)),
    strip,
    async band(from, to) {
      if (place) {
        const all = await strip(0, columns)
        return all.subarray(from * columns, to * columns)
      }
      const out = new Float64Array((to - from) * columns)
      const part = await whole(from * columns, to * columns)
      for (let i = from; i < to; i++) decode(part, (i - from) * columns, columns, out, (i - from) * columns, i, 0)
      return out
    },
  }
}

/** Where row i, of axes in row-major order, begins in column-major order. */
function placesOf(outer: readonly number[]): Int32Array {
  const rows = outer.reduce((product, side) => product * side, 1)
  const places = new Int32Array(rows)
  for (let i = 0; i < rows; i++) {
    let rest = i
    let step = rows
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      step /= outer[axis]
      places[i] += (rest % outer[axis]) * step
      rest = Math.floor(rest / outer[axis])
    }
  }
  return places
}

type Decode = (part: Uint8Array, from: number, count: number, out: Float64Array, at: number, row: number, column: number) => void

const LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** Reads numbers from … of a piece into `out`; one that is not finite is refused by its place in the array. */
function decoderOf({ header: { element, type, little } }: StoredArray, name: string, outer: readonly number[]): Decode {
  const Plain = little === LITTLE ? { f4: Float32Array, f8: Float64Array }[element] : undefined
  const check = (value: number, row: number, column: number) => {
    if (value - value === 0) return
    const index: number[] = [column]
    for (let axis = outer.length - 1, rest = row; axis >= 0; rest = Math.floor(rest / outer[axis--])) index.unshift(rest % outer[axis])
    const found = Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '−Infinity'
    const what = `${name}[${index.join(', ')}]`
    throw new DataFileError(what, found, 'a finite number', `${what}: ${found} found, a finite number expected`)
  }
  return (part, from, count, out, at, row, column) => {
    if (Plain && part.byteOffset % type.bytes === 0) {
      const values = new Plain(part.buffer as ArrayBuffer, part.byteOffset + from * type.bytes, count)
      for (let j = 0; j < count; j++) {
        out[at + j] = values[j]
        if (values[j] - values[j] !== 0) check(values[j], row, column + j)
      }
      return
    }
    const view = new DataView(part.buffer, part.byteOffset, part.byteLength)
    for (let j = 0; j < count; j++) {
      const value = type.at(view, (from + j) * type.bytes, little)
      if (value - value !== 0) check(value, row, column + j)
      out[at + j] = value
    }
  }
}
