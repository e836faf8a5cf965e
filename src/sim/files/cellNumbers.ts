/** Numbers in cells of a table, as people and programs write them: `numberIn`; and what is written where there is none: `isMissing`. */

import { cellText } from './csvCells'

export const POINT = 46
export const COMMA = 44

const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`))
const NUMBER_CELL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/
const INFINITE = /^([+-]?)inf(inity)?$/i
/** Thousands in groups, where the decimal mark is a point or a comma. */
const GROUPED = { point: /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/, comma: /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?$/ }
const MISSING = /^(|[?.*]|[-–—]{1,3}|\\n|#?n\/?a|#n\/a n\/a|<na>|[+-]?nan|nat|null|nil|none|missing|-?1\.#(qnan|ind)0*)$/i

/** The same among names, where − and none may be classes. */
const MISSING_NAME = /^(|\?|#?n\/?a|<na>|nan|null)$/i

/** Whether a cell says that there is no value, in a column of numbers or of names. */
export const isMissing = (text: string, names: boolean): boolean => (names ? MISSING_NAME : MISSING).test(text)

/** A cell of up to 15 plain digits, exact to the bit; NaN for anything else. */
function plainNumber(bytes: Uint8Array, from: number, to: number, mark: number): number {
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
    } else if (bytes[at] === mark && point < 0) point = at + 1
    else return Number.NaN
  }
  if (digits === 0 || digits > 15) return Number.NaN
  return point < 0 ? sign * value : (sign * value) / POWERS_OF_TEN[to - point]
}

/** Whether a cell is a finite number as programs write it: ASCII digits, a point, an exponent with e. */
export function isPlain(bytes: Uint8Array, from: number, to: number): boolean {
  return !Number.isNaN(plainNumber(bytes, from, to, POINT)) || (to > from && NUMBER_CELL.test(cellText(bytes, from, to)))
}

/**
 * The number of a cell, `mark` being its decimal mark; ±Infinity where it says so or is too large, NaN where it holds none. Read are the
 * signs − and –, thousands in groups of three, exponents with d, narrow spaces between digits, true and false.
 */
export function numberIn(bytes: Uint8Array, from: number, to: number, mark: number): number {
  const plain = plainNumber(bytes, from, to, mark)
  if (!Number.isNaN(plain) || from === to) return plain
  return numberOf(cellText(bytes, from, to), mark === COMMA)
}

function numberOf(text: string, comma: boolean): number {
  if (!comma && NUMBER_CELL.test(text)) return Number(text)
  if (/^(true|false)$/i.test(text)) return text.length === 4 ? 1 : 0
  let digits = text.replace(/[\u2212\u2013\ufe63\uff0d]/g, '-').replace(/(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d)/g, '')
  const odd = INFINITE.exec(digits)
  if (odd) return odd[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if ((comma ? GROUPED.comma : GROUPED.point).test(digits)) digits = digits.replaceAll(comma ? '.' : ',', '')
  else if (comma && digits.includes('.')) return Number.NaN
  if (comma) digits = digits.replace(',', '.')
  digits = digits.replace(/(?<=[\d.])d(?=[+-]?\d+$)/i, 'e')
  return NUMBER_CELL.test(digits) ? Number(digits) : Number.NaN
}
