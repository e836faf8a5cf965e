/** A stored array as a matrix, read in strips of columns or at once: `matrixOf`. */

import { crc32 } from '../../lib/crc32'
import { notFiniteError } from '../files/elements'
import { hex } from '../files/error'
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
  /** All of it. */
  all(): Promise<Float64Array>
}

/** Checks an array that is read from its beginning to its end against its sum in the archive, once all of it has been read. */
async function checkOf({ header: { start, shape, type }, crc, name }: StoredArray, bytes: Bytes, rows: number) {
  const columns = shape.at(-1) ?? 1
  const head = crc32(await bytes(0, start))
  const own = new Int32Array(rows)
  let read = 0
  let sum = head
  let done = 0
  function compare(found: number): void {
    if (found !== crc) throw refused(`array ${name}`, `the check sum ${hex(found)}`, `${hex(crc)}, as the archive says: it is damaged`)
  }
  return {
    /** Numbers in the order of the file, from the place `from` on. */
    run(part: Uint8Array, from: number): void {
      if (from !== read) return
      sum = crc32(part, sum)
      read += part.length / type.bytes
      if (read === rows * columns) compare(sum)
    },
    /** Columns from … to of every row of a row-major array: the sums of the rows are carried on from strip to strip, and joined in the end. */
    strip(parts: readonly Uint8Array[], from: number, to: number): void {
      if (from !== done) return
      for (let i = 0; i < rows; i++) own[i] = crc32(parts[i], own[i])
      done = to
      if (done === columns) compare(joinedSums(head, own, columns * type.bytes))
    },
  }
}

/** Whether the numbers of an array have no more digits than float32. */
export const isSingle = ({ header: { element } }: StoredArray) => !(element === 'f8' || /[iu][48]/.test(element))

/** The array with its last axis as columns, and all others, in their order, as rows. */
export async function matrixOf(array: StoredArray, name = array.name): Promise<StoredMatrix> {
  const { shape, fortran, type, start } = array.header
  const { bytes, checked } = await array.open()
  const columns = shape.at(-1) ?? 1
  const outer = shape.slice(0, -1)
  const rows = outer.reduce((product, side) => product * side, 1)
  const decode = decoderOf(array, name, outer)
  const numbers: Bytes = (from, to) => bytes(start + from * type.bytes, start + to * type.bytes)
  /** Numbers that follow one another in the file, checked as they come. */
  async function whole(from: number, to: number): Promise<Uint8Array> {
    const part = await numbers(from, to)
    check?.run(part, from)
    return part
  }
  // Entry (i, j) of a column-major array lies at place[i] + j·rows.
  const place = fortran ? placesOf(outer) : null
  const least = Math.max(1, Math.floor(array.limits.strip / (rows * type.bytes)))
  const check = checked ? null : await checkOf(array, bytes, rows)
  let held: { readonly from: number; readonly to: number; readonly parts: readonly Uint8Array[] } | null = null

  async function load(from: number, width: number) {
    // Whole strips: the next one begins where these end, as the check of the sum needs it.
    const to = Math.min(columns, from + width * Math.max(1, Math.floor(least / width)))
    if (fortran) return { from, to, parts: [await whole(from * rows, to * rows)] }
    if (from === 0 && to === columns) {
      const all = await whole(0, rows * columns)
      const row = columns * type.bytes
      return { from, to, parts: Array.from({ length: rows }, (_, i) => all.subarray(i * row, (i + 1) * row)) }
    }
    const parts = await Promise.all(Array.from({ length: rows }, (_, i) => numbers(i * columns + from, i * columns + to)))
    check?.strip(parts, from, to)
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
    single: isSingle(array),
    strip,
    async all() {
      if (place) return strip(0, columns)
      const out = new Float64Array(rows * columns)
      const part = await whole(0, rows * columns)
      for (let i = 0; i < rows; i++) decode(part, i * columns, columns, out, i * columns, i, 0)
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
    throw notFiniteError(value, `${name}[${index.join(', ')}]`)
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
