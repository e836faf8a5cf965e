/** What points and commas in numbers are, as far as the numbers tell: `marksOf`. */

import { COMMA, numberIn, POINT } from './cellNumbers'
import { type CsvLine, cellText, splitLine } from './csvCells'
import { DataFileError } from './error'

/** Marks in the numbers of a table. */
export interface Marks {
  /** A number whose mark may be a decimal mark or group digits, where no number tells; '' for none. */
  readonly doubtful: string
  /** Whether there are any, so that it matters what they are. */
  readonly some: boolean
}

export const NO_MARKS: Marks = { doubtful: '', some: false }

const SEMICOLON = 59
const NUMBER = /^[-+−–]?(?=.*\d)[\d.,]+$/
const EITHER = /^[-+−–]?[1-9]\d{0,2}[.,]\d{3}$/

/** Whether a text is digits with points or commas in them. */
export const isMarked = (text: string): boolean => NUMBER.test(text) && /[.,]/.test(text)

/**
 * Whether marks are in doubt: where all are like that of 1,234. Points alone are decimal marks, but between semicolons, which are
 * written where the decimal mark is a comma.
 */
export function marksOf(
  bytes: Uint8Array,
  rows: readonly { readonly from: readonly number[]; readonly to: readonly number[] }[],
  separator: number,
): Marks {
  let doubtful = ''
  let some = false
  let commas = separator === SEMICOLON
  for (const { from, to } of rows)
    for (const [k, at] of from.entries()) {
      const cell = bytes.subarray(at, to[k])
      if (!cell.includes(COMMA) && !cell.includes(POINT)) continue
      const text = cellText(bytes, at, to[k])
      if (!NUMBER.test(text)) continue
      some = true
      commas ||= text.includes(',')
      if (!EITHER.test(text) || !commas) return { doubtful: '', some }
      doubtful ||= text
    }
  return { doubtful, some }
}

/**
 * Marks of the first row with a comma behind `from`, where the rows before have none at all: null where this comma is not in a
 * number with a decimal comma.
 */
export function laterMarks(bytes: Uint8Array, from: number, separator: number): Marks | null {
  const at = bytes.indexOf(COMMA, from)
  if (at < 0) return null
  let begin = at
  while (begin > from && bytes[begin - 1] !== 10 && bytes[begin - 1] !== 13) begin--
  const line: CsvLine = { from: [], to: [], next: begin }
  try {
    splitLine(bytes, begin, separator, 1, line)
  } catch (error) {
    if (error instanceof DataFileError) return null
    throw error
  }
  const k = line.from.findIndex((start, j) => start <= at && at < line.to[j])
  return k >= 0 && !Number.isNaN(numberIn(bytes, line.from[k], line.to[k], COMMA)) ? marksOf(bytes, [line], separator) : null
}
