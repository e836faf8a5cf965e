/** Splits lines of a table into cells: the inner loop of `csv.ts`. */

import { strFromU8 } from 'fflate'
import { grouped } from '../../lib/digits'
import { DataFileError } from './error'

const TAB = 9
const NEWLINE = 10
const RETURN = 13
const SPACE = 32
const QUOTE = 34

/** The separator of tables whose cells stand apart by spaces and tabs, as many as there are. */
export const BLANKS = SPACE

/** No table is wider, and no cell longer: what is, is no table, and is not looked through to its end. */
const MOST_COLUMNS = 10_000
const LONGEST_CELL = 10_000

/** The cells of one line as places in the bytes, without the spaces and quotes around them. */
export interface CsvLine {
  readonly from: number[]
  readonly to: number[]
  /** Where the next line begins. */
  next: number
}

export const cellName = (row: number, column: number) => `row ${grouped(row)}, column ${grouped(column + 1)}`

const isBlank = (c: number, separator: number) => c === SPACE || (c === TAB && c !== separator)
const isEnd = (c: number) => c === NEWLINE || c === RETURN

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
      const stop = Math.min(end, from + LONGEST_CELL + 1)
      while (at < stop && (bytes[at] !== QUOTE || bytes[at + 1] === QUOTE)) at += bytes[at] === QUOTE ? 2 : 1
      const where = cellName(row, line.from.length)
      if (at - from > LONGEST_CELL) throw longCell(where)
      if (at >= end) throw new DataFileError(where, 'an opening quote', 'a closing quote', `${where}: the opening quote is never closed`)
      to = at++
      const behind = at
      while (at < end && isBlank(bytes[at], separator)) at++
      if (at < end && bytes[at] !== separator && !isEnd(bytes[at]) && (separator !== BLANKS || at === behind))
        throw new DataFileError(
          where,
          'text behind the closing quote',
          'a separator',
          `${where}: text behind the closing quote, a separator expected`,
        )
    } else {
      const stop = Math.min(end, from + LONGEST_CELL + 1)
      while (at < stop && bytes[at] !== separator && !isEnd(bytes[at]) && (separator !== BLANKS || bytes[at] !== TAB)) at++
      if (at - from > LONGEST_CELL) throw longCell(cellName(row, line.from.length))
      to = at
      while (to > from && isBlank(bytes[to - 1], separator)) to--
    }
    if (separator === BLANKS) while (at < end && isBlank(bytes[at], separator)) at++
    const last = at >= end || (separator === BLANKS ? isEnd(bytes[at]) : bytes[at] !== separator)
    // Only a line that is blank from end to end has no cells.
    if (!last || line.from.length > 0 || to > from) {
      line.from.push(from)
      line.to.push(to)
      if (line.from.length > MOST_COLUMNS) throw tooWide(row)
    }
    if (separator !== BLANKS || last) at++
    if (!last) continue
    line.next = bytes[at - 1] === RETURN && bytes[at] === NEWLINE ? at + 1 : at
    return
  }
}

function longCell(where: string): DataFileError {
  const most = `${grouped(LONGEST_CELL)} bytes`
  return new DataFileError(where, 'more bytes', `at most ${most}`, `${where} is longer than ${most}: this is no table of numbers`)
}

function tooWide(row: number): DataFileError {
  const [where, most] = [`row ${grouped(row)}`, `${grouped(MOST_COLUMNS)} columns`]
  return new DataFileError(where, 'more columns', `at most ${most}`, `${where} has more than ${most}, at most ${grouped(4097)} expected`)
}

export const cellText = (bytes: Uint8Array, from: number, to: number) => strFromU8(bytes.subarray(from, to)).replaceAll('""', '"')
