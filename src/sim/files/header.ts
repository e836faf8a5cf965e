/** Whether the first row of a table holds names: `guessHeader`. */

import { isMissing, isPlain, numberIn } from './cellNumbers'
import { endOfLine, isComment } from './comments'
import { type CsvLine, cellText, splitLine } from './csvCells'
import type { Layout } from './dialect'
import { DataFileError } from './error'

/** Rows of data that are looked at. */
const LOOKED_AT = 50
/** Columns called 0, 1, 2, … above numbers that are whole too. */
const COUNTED = 5

/** Cells as numbers (NaN for none), and which of them are texts. */
interface Cells {
  readonly values: readonly number[]
  readonly text: readonly boolean[]
  readonly cells: readonly string[]
}

function firstRows(bytes: Uint8Array, { writing, columns, start, row, unnamed }: Layout): Cells[] {
  const rows: Cells[] = []
  const line: CsvLine = { from: [], to: [], next: start }
  try {
    while (line.next < bytes.length && rows.length <= LOOKED_AT) {
      if (writing.comment && isComment(bytes, line.next, writing.comment)) {
        line.next = endOfLine(bytes, line.next)
        continue
      }
      splitLine(bytes, line.next, writing.separator, row, line)
      if (line.from.length === 0) continue
      if (unnamed && rows.length === 0) {
        line.from.unshift(line.from[0] ?? 0)
        line.to.unshift(line.from[0] ?? 0)
      }
      const { from, to } = line
      const values = from.slice(0, columns).map((at, k) => numberIn(bytes, at, to[k] ?? at, writing.decimal))
      const cells = values.map((_, k) => cellText(bytes, from[k] ?? 0, to[k] ?? 0))
      rows.push({ values, text: values.map((v, k) => Number.isNaN(v) && !isMissing(cells[k], false)), cells })
    }
  } catch (error) {
    if (!(error instanceof DataFileError)) throw error
  }
  return rows
}

/**
 * `byDefault`: none of the first cells is a plain number. `guess`: also where a text stands above numbers alone, or where the first
 * cells count (0, 1, 2, … or 2015, 2016, …) and those below do not; not where all of them are numbers that are not plain, or recur below.
 */
export function guessHeader(bytes: Uint8Array, layout: Layout): { readonly byDefault: boolean; readonly guess: boolean } {
  if (layout.comments) return { byDefault: true, guess: true }
  const line: CsvLine = { from: [], to: [], next: layout.start }
  splitLine(bytes, layout.start, layout.writing.separator, layout.row, line)
  const byDefault = !line.from.some((from, k) => isPlain(bytes, from, line.to[k] ?? from))
  if (layout.unnamed) return { byDefault, guess: true }
  const [first, ...others] = firstRows(bytes, layout)
  if (!first || others.length === 0) return { byDefault, guess: byDefault }
  const numeric = (k: number) => others.every(({ values, text }) => !Number.isNaN(values[k]) || !text[k])
  const some = (k: number) => others.some(({ values }) => Number.isFinite(values[k]))
  if (byDefault) {
    const numbers = first.values.every(v => !Number.isNaN(v))
    const recurring = first.cells.every((cell, k) => others.some(({ cells }) => cells[k] === cell))
    return { byDefault, guess: !numbers && !recurring }
  }
  const above = others.length > 1 && first.text.some((text, k) => text && numeric(k) && some(k))
  return { byDefault, guess: above || counts(first, others) }
}

/** Whether the first cells count and the others do not: names that are numbers. */
function counts(first: Cells, others: readonly Cells[]): boolean {
  const from = first.text[0] || Number.isNaN(first.values[0]) ? 1 : 0
  const counting = ({ values }: Cells) =>
    values.length - from >= 2 && values.every((v, k) => k < from || (Number.isInteger(v) && (k === from || v === (values[k - 1] ?? 0) + 1)))
  if (!counting(first) || others.length < 2 || others.some(counting)) return false
  const broken = first.values.filter(
    (_, k) => k >= from && others.some(({ values }) => Number.isFinite(values[k]) && !Number.isInteger(values[k])),
  )
  const [start = 0] = first.values.slice(from)
  const inputs = first.values.length - from - 1
  return broken.length >= Math.max(1, inputs) || ((start === 0 || start === 1) && first.values.length - from >= COUNTED)
}
