/**
 * How a table is written, guessed by what agrees over its first rows: `layoutOf` finds separator, decimal mark, comments, and where
 * the rows begin. What programs write, with a separator of the first row, a decimal point and nothing else, is taken for that first.
 */

import type { DataChoice } from '../../lib/dataChoice'
import { COMMA, isPlain, numberIn, POINT } from './cellNumbers'
import { commentOf, endOfLine, isComment, namesInComment } from './comments'
import { BLANKS, type CsvLine, cellText, splitLine } from './csvCells'
import { laterMarks, type Marks, marksOf, NO_MARKS } from './decimalMark'
import { DataFileError, quoted } from './error'
import { SLICE_BYTES, type Steps } from './progress'

const [TAB, SEMICOLON, BAR] = [9, 59, 124]
type Decimal = DataChoice['decimal']
/** Separators in the order in which they are believed. */
const SEPARATORS = [TAB, SEMICOLON, COMMA, BAR, BLANKS]
/** Rows, and bytes, that a guess looks at. */
const LOOKED_AT = { rows: 200, bytes: SLICE_BYTES / 4, plain: 2000 }
/** Lines of other things that may stand before a table. */
const MOST_LINES_BEFORE = 20

/** How the cells of a table are found and read: bytes, 0 for none. */
export interface Writing {
  /** A byte, or `BLANKS`. */
  readonly separator: number
  readonly decimal: number
  /** What lines that are passed over begin with. */
  readonly comment: number
  /** Whether every row ends with a separator. */
  readonly trailing: boolean
}

/** Where a table begins and what its first row looks like. */
export interface Layout {
  readonly writing: Writing
  readonly columns: number
  /** Where the first row begins, and its number in the file. */
  readonly start: number
  readonly row: number
  /** Names from a comment before the first row, or null; then no row is a header. */
  readonly comments: readonly string[] | null
  /** Of the rows that were looked at. */
  readonly marks: Marks
  /** Whether the first row lacks the name of the first column. */
  readonly unnamed: boolean
}

/** Of most tables. */
const PLAIN = { comments: null, unnamed: false } as const

interface Row extends CsvLine {
  readonly at: number
  readonly row: number
}

/** The first of tab, semicolon and comma that stands outside of quotes in the first line, as far as this is looked through at once. */
function firstSeparator(bytes: Uint8Array, from: number): number {
  const seen = new Set<number>()
  let quotes = false
  for (let i = from; i < Math.min(bytes.length, from + SLICE_BYTES); i++) {
    const c = bytes[i]
    if (c === 34) quotes = !quotes
    else if (!quotes && (c === 10 || c === 13)) break
    else if (!quotes) seen.add(c)
  }
  return [TAB, SEMICOLON, COMMA].find(c => seen.has(c)) ?? COMMA
}

/** Passes over a mark of the encoding and empty lines. */
function* firstLine(bytes: Uint8Array): Steps<{ start: number; row: number }> {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  let row = 1
  let reported = start
  const line: CsvLine = { from: [], to: [], next: start }
  for (;;) {
    while (bytes[start] === 10 || bytes[start] === 13) {
      if (bytes[start++] === 10) row++
      if (start % SLICE_BYTES === 0) yield { stage: 'reading', done: start, total: bytes.length }
    }
    let at = start
    while (bytes[at] === 32 || bytes[at] === 9) at++
    if (at >= bytes.length || (bytes[at] !== 10 && bytes[at] !== 13)) return { start, row }
    splitLine(bytes, start, COMMA, row++, line)
    start = line.next
    if (start - reported < SLICE_BYTES) continue
    reported = start
    yield { stage: 'reading', done: start, total: bytes.length }
  }
}

/** Rows under a separator, as far as they can be split; lines that begin with `comment` are left out, empty ones too. */
function rowsOf(bytes: Uint8Array, start: number, firstRow: number, separator: number, comment: number, most: number): Row[] {
  const rows: Row[] = []
  const end = Math.min(bytes.length, start + LOOKED_AT.bytes)
  let next = start
  try {
    for (let row = firstRow; next < end && rows.length < most; row++) {
      const line = { from: [], to: [], next, at: next, row }
      if (comment && isComment(bytes, next, comment)) next = endOfLine(bytes, next)
      else {
        splitLine(bytes, next, separator, row, line)
        next = line.next
        if (line.from.length > 0) rows.push(line)
      }
    }
  } catch (error) {
    if (!(error instanceof DataFileError)) throw error
  }
  return rows
}

const SEVERAL_NUMBERS = /^\d+[ \t;|][\d \t;|+−–-]*\d$/

/** Whether rows are what programs write: as many cells in each, plain numbers but in the first row, or in one column of names. */
function isPlainTable(bytes: Uint8Array, rows: readonly Row[]): boolean {
  const [first, ...others] = rows
  if (!first || others.length === 0 || first.from.length < 2) return false
  const plain = ({ from, to }: Row) => from.map((at, k) => isPlain(bytes, at, to[k]))
  const named = plain(others[0])
    .flatMap((is, k) => (is ? [] : [k]))
    .slice(0, 2)
  if (named.length > 1) return false
  // A column of numbers with decimal commas is none of names.
  const [k] = named
  if (k !== undefined && others.every(({ from, to }) => !Number.isNaN(numberIn(bytes, from[k] ?? 0, to[k] ?? 0, COMMA)))) return false
  // Nor is what stands between two decimal commas, with another separator in it.
  if (k !== undefined && others.every(({ from, to }) => SEVERAL_NUMBERS.test(cellText(bytes, from[k] ?? 0, to[k] ?? 0)))) return false
  return others.every(row => row.from.length === first.from.length && plain(row).every((is, k) => is || k === named[0]))
}

/** The number that most rows have of something, of equally frequent ones the first. */
function mostFrequent(counts: readonly number[]): number {
  const seen = new Map<number, number>()
  for (const count of counts) seen.set(count, (seen.get(count) ?? 0) + 1)
  return [...seen].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0]
}

interface Place {
  readonly start: number
  readonly row: number
}

interface Candidate {
  readonly writing: Writing
  readonly rows: readonly Row[]
  readonly columns: number
  readonly score: number
}

const COUNTED_CELLS = 20_000

/** How well a separator fits: the share of rows with as many cells as most have, and of numbers among them. */
function candidate(bytes: Uint8Array, { start, row }: Place, separator: number, comment: number, asked: Decimal): Candidate | null {
  const rows = rowsOf(bytes, start, row, separator, comment, LOOKED_AT.rows)
  const cells = mostFrequent(rows.slice(rows.length > 1 ? 1 : 0).map(({ from }) => from.length))
  const whole = rows.filter(({ from }) => from.length === cells)
  if (cells < 2) return null
  const last = ({ from, to }: Row) => from[cells - 1] === to[cells - 1]
  const trailing = cells > 2 && whole.length > 1 && whole.every(last)
  const columns = trailing ? cells - 1 : cells
  const looked = whole.slice(0, Math.max(2, Math.ceil(COUNTED_CELLS / cells)))
  const numbers = (decimal: number) => {
    let count = 0
    for (const { from, to } of looked)
      for (let k = 0; k < columns; k++) if (!Number.isNaN(numberIn(bytes, from[k], to[k], decimal))) count++
    return count / (looked.length * columns)
  }
  const commas = looked.some(({ from, to }) => from.some((at, k) => bytes.subarray(at, to[k]).includes(COMMA)))
  const points = asked === 'comma' ? -1 : numbers(POINT)
  const decimals = asked === 'comma' || (asked === 'auto' && commas) ? numbers(COMMA) : -1
  // In quotes between commas they group digits unless that cannot be.
  const decimal = decimals > 0 && (separator === COMMA ? decimals > points : decimals >= points) ? COMMA : POINT
  const share = rows.filter(({ from }) => from.length === cells || from.length === columns).length / rows.length
  return { writing: { separator, decimal, comment, trailing }, rows, columns, score: share * (0.5 + Math.max(points, decimals)) }
}

/** `sep=;` in the first line, as spreadsheets write and read it: the separator, and where the next line begins. */
function said(bytes: Uint8Array, start: number): { separator: number; next: number } | null {
  const found = /^"?sep=(.)"?\r?[\n\r]/i.exec(String.fromCharCode(...bytes.subarray(start, start + 12)))
  return found && { separator: found[1] === ' ' ? BLANKS : found[1].charCodeAt(0), next: endOfLine(bytes, start) }
}

/** Finds out how a table is written, but for what is `asked` of it. Refuses one without rows, and one with a single column unless `alone`, as labels may stand. */
export function* layoutOf(bytes: Uint8Array, alone: boolean, asked: Decimal = 'auto'): Steps<Layout> {
  const layout = yield* layoutAtFirst(bytes, alone, asked)
  const { writing, marks, start } = layout
  if (asked !== 'auto' || marks.some || writing.separator === COMMA) return layout
  const later = laterMarks(bytes, start, writing.separator)
  return later ? { ...layout, writing: { ...writing, decimal: COMMA }, marks: later } : layout
}

function* layoutAtFirst(bytes: Uint8Array, alone: boolean, asked: Decimal): Steps<Layout> {
  let { start, row } = yield* firstLine(bytes)
  const saying = said(bytes, start)
  if (saying) [start, row] = [saying.next, row + 1]
  if (start >= bytes.length)
    throw new DataFileError('file', 'no rows', 'a table of numbers', 'file holds no rows, a table of numbers expected')
  const first = saying?.separator ?? firstSeparator(bytes, start)
  const plain = { separator: first, decimal: POINT, comment: 0, trailing: false }
  const rows = rowsOf(bytes, start, row, first, 0, LOOKED_AT.plain)
  const marks = (of: readonly Row[], separator: number): Marks =>
    asked === 'auto' ? marksOf(bytes, of, separator) : { doubtful: '', some: true }
  if (asked !== 'comma' && isPlainTable(bytes, rows)) {
    const columns = rows[0].from.length
    return { ...PLAIN, writing: plain, columns, start, row, marks: marks(rows, first) }
  }
  const comment = commentOf(bytes, start, LOOKED_AT.bytes)
  const separators = saying ? [first] : SEPARATORS
  const all = separators.flatMap(separator => candidate(bytes, { start, row }, separator, comment, asked) ?? [])
  const best = all.reduce<Candidate | null>((a, b) => (a && a.score >= b.score ? a : b), null)
  if (asked === 'comma' && (!best || (alone && isOneColumn(bytes, { start, row }, comment))))
    return oneColumn(bytes, start, row, { ...plain, separator: SEMICOLON, decimal: COMMA, comment }, alone)
  if (!best) return oneColumn(bytes, start, row, { ...plain, comment }, alone)
  const { writing, columns } = best
  const fits = ({ from, to }: Row) =>
    from.length === columns || (writing.trailing && from.length === columns + 1 && from[columns] === to[columns])
  const at = best.rows.findIndex(fits)
  const lead = best.rows[at - 1]
  // Statistics programs write no name above the names of the rows.
  const unnamed = lead !== undefined && lead.from.length === columns - 1 && !lead.from.some((from, k) => isPlain(bytes, from, lead.to[k]))
  const begin = best.rows[unnamed ? at - 1 : at]
  const before = best.rows.slice(0, unnamed ? at - 1 : at)
  if (before.length > MOST_LINES_BEFORE || before.some(({ from }) => from.length > 1)) {
    const head = best.rows[0]
    const columns = head.from.length
    return { ...PLAIN, writing, columns, start: head.at, row: head.row, marks: marks(best.rows, writing.separator) }
  }
  const comments = unnamed ? null : namesInComment(bytes, start, begin.at, writing, columns)
  return { writing, columns, start: begin.at, row: begin.row, comments, unnamed, marks: marks(best.rows, writing.separator) }
}

/** Whether lines hold a number with a decimal comma each, and nothing else. */
function isOneColumn(bytes: Uint8Array, { start, row }: Place, comment: number): boolean {
  const rows = rowsOf(bytes, start, row, SEMICOLON, comment, LOOKED_AT.rows)
  const numbers = rows.slice(1).map(({ from, to }) => from.length === 1 && numberIn(bytes, from[0], to[0], COMMA))
  return numbers.length > 0 && numbers.every(number => number !== false && !Number.isNaN(number))
}

function oneColumn(bytes: Uint8Array, start: number, row: number, writing: Writing, alone: boolean): Layout {
  const line: CsvLine = { from: [], to: [], next: start }
  for (; writing.comment && isComment(bytes, start, writing.comment); row++) start = endOfLine(bytes, start)
  splitLine(bytes, start, writing.separator, row, line)
  const columns = line.from.length
  if (columns === 1 && !alone) {
    const text = cellText(bytes, line.from[0], line.to[0])
    const sentence = `one column found, two or more expected: inputs and a label, separated by commas, semicolons, tabs or blanks; the first row is ${quoted(text)}`
    throw new DataFileError('columns', '1', '2 or more', sentence)
  }
  return { ...PLAIN, writing, columns, start, row, marks: NO_MARKS }
}
