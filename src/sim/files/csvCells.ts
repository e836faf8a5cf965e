/** Splits lines of a table into cells, and reads numbers from them: the inner loops of `csv.ts`. */

import { strFromU8 } from 'fflate'
import { grouped } from '../../lib/digits'
import { notFiniteError } from './elements'
import { DataFileError, quoted } from './error'

const TAB = 9
const NEWLINE = 10
const RETURN = 13
const SPACE = 32
const QUOTE = 34

/** The cells of one line as places in the bytes, without the spaces and quotes around them. */
export interface CsvLine {
  readonly from: number[]
  readonly to: number[]
  /** Where the next line begins. */
  next: number
}

export const cellName = (row: number, column: number) => `row ${grouped(row)}, column ${grouped(column + 1)}`

const isBlank = (c: number, separator: number) => c === SPACE || (c === TAB && c !== separator)

/** Splits the line that begins at `at` into `line`; an empty line has no cells. */
export function splitLine(bytes: Uint8Array, at: number, separator: number, row: number, line: CsvLine): void {
  line.from.length = 0
  line.to.length = 0
  const end = bytes.length
  for (;;) {
    while (at < end && isBlank(bytes[at], separator)) at++
    let from = at
    let to = at
    if (bytes[at] === QUOTE) {
      from = ++at
      while (at < end && (bytes[at] !== QUOTE || bytes[at + 1] === QUOTE)) at += bytes[at] === QUOTE ? 2 : 1
      const where = cellName(row, line.from.length)
      if (at >= end) throw new DataFileError(where, 'an opening quote', 'a closing quote', `${where}: the opening quote is never closed`)
      to = at++
      while (at < end && isBlank(bytes[at], separator)) at++
      const next = bytes[at]
      if (at < end && next !== separator && next !== NEWLINE && next !== RETURN)
        throw new DataFileError(
          where,
          'text behind the closing quote',
          'a separator',
          `${where}: text behind the closing quote, a separator expected`,
        )
    } else {
      while (at < end && bytes[at] !== separator && bytes[at] !== NEWLINE && bytes[at] !== RETURN) at++
      to = at
      while (to > from && isBlank(bytes[to - 1], separator)) to--
    }
    const last = at >= end || bytes[at] !== separator
    // Only a line that is blank from end to end has no cells.
    if (!last || line.from.length > 0 || to > from) {
      line.from.push(from)
      line.to.push(to)
    }
    at++
    if (!last) continue
    line.next = bytes[at - 1] === RETURN && bytes[at] === NEWLINE ? at + 1 : at
    return
  }
}

export const cellText = (bytes: Uint8Array, from: number, to: number) => strFromU8(bytes.subarray(from, to)).replaceAll('""', '"')

const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`))
const NUMBER_CELL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/
const NOT_FINITE = /^([+-]?)(nan|inf|infinity|#?n\/a|na)$/i

/** A cell of up to 15 plain digits, exact to the bit; NaN for anything else. */
function plainNumber(bytes: Uint8Array, from: number, to: number): number {
  const sign = bytes[from] === 45 ? -1 : 1
  let at = bytes[from] === 45 || bytes[from] === 43 ? from + 1 : from
  let digits = 0
  let value = 0
  let point = -1
  for (; at < to; at++) {
    const c = bytes[at] - 48
    if (c >= 0 && c <= 9) {
      value = value * 10 + c
      digits++
    } else if (c === -2 && point < 0) point = at + 1
    else return Number.NaN
  }
  if (digits === 0 || digits > 15) return Number.NaN
  return point < 0 ? sign * value : (sign * value) / POWERS_OF_TEN[to - point]
}

/** Whether a cell is written as a finite number. */
export function isNumber(bytes: Uint8Array, from: number, to: number): boolean {
  return !Number.isNaN(plainNumber(bytes, from, to)) || NUMBER_CELL.test(cellText(bytes, from, to))
}

/** The number in a cell; refuses an empty cell, text, NaN and what is too large for a double. */
export function numberOf(bytes: Uint8Array, from: number, to: number, row: number, column: number): number {
  const plain = plainNumber(bytes, from, to)
  if (!Number.isNaN(plain)) return plain
  const where = cellName(row, column)
  if (from === to) throw new DataFileError(where, 'an empty cell', 'a number', `${where} is empty, a number expected`)
  const text = cellText(bytes, from, to)
  const odd = NOT_FINITE.exec(text)
  if (odd)
    throw notFiniteError(/inf/i.test(text) ? (odd[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : Number.NaN, where)
  if (!NUMBER_CELL.test(text)) throw new DataFileError(where, quoted(text), 'a number', `${where}: ${quoted(text)} is not a number`)
  const value = Number(text)
  if (!Number.isFinite(value)) throw notFiniteError(value, where)
  return value
}
