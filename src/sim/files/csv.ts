/** Reader of tables as text: one sample a row, separated by commas, semicolons or tabs, with or without a header. */

import { grouped } from '../../lib/digits'
import { type CsvLine, cellName, cellText, isNumber, numberOf, splitLine } from './csvCells'
import { type DataPart, type FileTargets, type ReadOptions, targetsFrom } from './data'
import { checkEntries, DataFileError, plural, quoted } from './error'
import { SLICE_BYTES, type Steps } from './progress'

const LABEL_COLUMNS = ['label', 'class', 'target', 'y']
const SEPARATORS = [9, 59, 44]

interface CsvLayout {
  readonly separator: number
  readonly columns: number
  /** The column of targets, from 0. */
  readonly label: number
  /** Where the first row of data begins, and its number in the file. */
  readonly start: number
  readonly row: number
}

/** The first of tab, semicolon and comma that stands outside of quotes in the first line. */
function separatorOf(bytes: Uint8Array, from: number): number {
  const seen = new Set<number>()
  let quotes = false
  for (let i = from; i < bytes.length; i++) {
    const c = bytes[i]
    if (c === 34) quotes = !quotes
    else if (!quotes && (c === 10 || c === 13)) break
    else if (!quotes) seen.add(c)
  }
  return SEPARATORS.find(c => seen.has(c)) ?? 44
}

function labelColumn(names: readonly string[] | null, columns: number, asked: string | number | undefined): number {
  if (typeof asked === 'number') {
    if (Number.isInteger(asked) && asked >= 1 && asked <= columns) return asked - 1
    throw new DataFileError('label column', grouped(asked), `1 to ${grouped(columns)}`)
  }
  if (asked === undefined) {
    const known = LABEL_COLUMNS.map(label => names?.findIndex(name => name.toLowerCase() === label) ?? -1).find(k => k >= 0)
    return known ?? columns - 1
  }
  const at = names?.indexOf(asked) ?? -1
  if (at >= 0) return at
  const found = names ? names.slice(0, 8).map(quoted).join(', ') + (columns > 8 ? ', …' : '') : 'no header'
  throw new DataFileError('columns', found, `one that is called ${quoted(asked)}`)
}

function csvLayout(bytes: Uint8Array, options: ReadOptions): CsvLayout {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (bytes[start] === 10 || bytes[start] === 13) start++
  const separator = separatorOf(bytes, start)
  const line: CsvLine = { from: [], to: [], next: start }
  let row = 1 + bytes.subarray(0, start).filter(c => c === 10).length
  while (line.from.length === 0 && line.next < bytes.length) {
    start = line.next
    splitLine(bytes, start, separator, row++, line)
  }
  const columns = line.from.length
  const numbers = line.from.filter((from, k) => isNumber(bytes, from, line.to[k])).length
  if (columns === 0) throw new DataFileError('file', 'no rows', 'a table of numbers', 'file holds no rows, a table of numbers expected')
  if (columns === 1) {
    const sentence = 'one column found, two or more expected: inputs and a label, separated by commas, semicolons or tabs'
    throw new DataFileError('columns', '1', '2 or more', sentence)
  }
  const header = options.header ?? numbers === 0
  const names = header ? line.from.map((from, k) => cellText(bytes, from, line.to[k])) : null
  const label = labelColumn(names, columns, options.label)
  return { separator, columns, label, start: header ? line.next : start, row: header ? row : row - 1 }
}

/** Numbers that grow in number; the estimate of how many there will be keeps copies rare. */
class Growing {
  values = new Float64Array(4096)
  length = 0
  push(value: number, share: number): void {
    if (this.length === this.values.length) {
      const size = Math.max(this.length * 1.5, Math.min((this.length / share) * 1.02, this.length * 64))
      checkEntries(size, [Math.ceil(size)])
      const larger = new Float64Array(Math.ceil(size))
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.length++] = value
  }
  finished = () => this.values.subarray(0, this.length)
}

function labelsOf(labels: Growing, names: Map<string, number> | null, of: number): FileTargets {
  const values = Float64Array.from(labels.finished())
  if (!names) return targetsFrom(values, 1, of)
  return { n: values.length, of, outputs: 1, values, classes: { labels: Int32Array.from(values), names: [...names.keys()] } }
}

/** A table with one sample in each row: numbers, and one column of targets, which may be names. */
export function* readCsv(bytes: Uint8Array, options: ReadOptions = {}): Steps<DataPart> {
  const { separator, columns, label, start, row: firstRow } = csvLayout(bytes, options)
  const most = options.most ?? Number.POSITIVE_INFINITY
  const line: CsvLine = { from: [], to: [], next: start }
  const X = new Growing()
  const y = new Growing()
  let names: Map<string, number> | null = null
  let of = 0
  let reported = 0
  for (let row = firstRow; line.next < bytes.length; row++) {
    splitLine(bytes, line.next, separator, row, line)
    if (line.next - reported >= SLICE_BYTES) {
      reported = line.next
      yield { stage: 'reading', done: reported, total: bytes.length }
    }
    if (line.from.length === 0) continue
    if (line.from.length !== columns) {
      const found = plural(line.from.length, 'column')
      throw new DataFileError(
        `row ${grouped(row)}`,
        found,
        grouped(columns),
        `row ${grouped(row)} has ${found}, ${grouped(columns)} expected as in the first row`,
      )
    }
    of++
    if (of > most) continue
    const share = line.next / bytes.length
    for (let k = 0; k < columns; k++) {
      const [from, to] = [line.from[k], line.to[k]]
      if (k !== label) X.push(numberOf(bytes, from, to, row, k), share)
      else if (of === 1 && to > from && !isNumber(bytes, from, to) && !/^[+-]?(nan|inf|infinity)$/i.test(cellText(bytes, from, to)))
        names = new Map()
      if (k !== label) continue
      y.push(names ? placeIn(names, cellText(bytes, from, to), row, k) : numberOf(bytes, from, to, row, k), share)
    }
  }
  if (of === 0) throw new DataFileError('file', 'no rows of data', 'at least one', 'file holds a header and no rows of data')
  const n = Math.min(of, most)
  const d = columns - 1
  const values = X.finished()
  return { format: 'csv', samples: { n, of, d, X: values, ...pixels(values, d) }, targets: labelsOf(y, names, of) }
}

/** Rows of many whole numbers from 0 to 255 are images, square ones or three channels of 32×32; other tables are just numbers. */
function pixels(values: Float64Array, d: number): { bytes: boolean; shape: readonly number[] } {
  const side = Math.round(Math.sqrt(d))
  const shape = d === 3072 ? [3, 32, 32] : side * side === d && side >= 7 ? [side, side] : [d]
  const bytes = shape.length > 1 && values.every(v => Number.isInteger(v) && v >= 0 && v <= 255) && values.some(v => v > 127)
  return { bytes, shape: bytes ? shape : [d] }
}

function placeIn(names: Map<string, number>, name: string, row: number, column: number): number {
  const where = cellName(row, column)
  if (!name) throw new DataFileError(where, 'an empty cell', 'a class', `${where} is empty, a class expected`)
  if (!names.has(name)) names.set(name, names.size)
  return names.get(name)!
}
