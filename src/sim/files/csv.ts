/** Reader of tables as text: `readSheet`, one row after the other, in slices. How they are written is found out by `dialect.ts`. */

import type { DataChoice } from '../../lib/dataChoice'
import { grouped } from '../../lib/digits'
import { isMissing, isPlain, numberIn } from './cellNumbers'
import { endOfLine, isComment } from './comments'
import { type CsvLine, cellText, splitLine } from './csvCells'
import { type Layout, layoutOf } from './dialect'
import { checkEntries, DataFileError, plural } from './error'
import { guessHeader } from './header'
import { SLICE_BYTES, type Steps } from './progress'
import type { Sheet, Texts } from './sheet'

export interface SheetOptions {
  /** At most this many rows of data are kept, the first of the file. */
  readonly most?: number
  /** 'auto': names are where none of the first cells is a number; 'guess': also where they look like names otherwise. */
  readonly header?: DataChoice['header'] | 'guess'
  /** The decimal mark, where it was said. */
  readonly decimal?: DataChoice['decimal']
  /** Whether one column alone may stand. */
  readonly alone?: boolean
}

/** Kinds of texts kept of a column, beside those that say that a value is missing. */
const MOST_KINDS = 1001
const PREVIEW = { rows: 8, columns: 200 }

/** Numbers that grow in number; the estimate of how many there will be keeps copies rare. */
class Growing<A extends Float64Array | Int32Array> {
  length = 0
  constructor(
    private values: A,
    private readonly make: (size: number) => A,
  ) {}
  push(value: number, share: number): void {
    if (this.length === this.values.length) {
      const size = Math.ceil(Math.max(this.length * 1.5, Math.min((this.length / share) * 1.02, this.length * 64)))
      checkEntries(size, [size])
      const larger = this.make(size)
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.length++] = value
  }
  finished = () => this.values.subarray(0, this.length) as A
}

const growingNumbers = () => new Growing(new Float64Array(4096), size => new Float64Array(size))
const growingPlaces = () => new Growing(new Int32Array(256), size => new Int32Array(size))

/** Texts of a column as they come in. */
class Column {
  private readonly codes = growingPlaces()
  private readonly places = new Map<string, number>()
  constructor(
    private readonly named: boolean,
    before: number,
  ) {
    for (let i = 0; i < before; i++) this.codes.push(0, 1)
  }
  add(text: string | null, share: number): void {
    let code = text === null ? 0 : this.places.get(text)
    if (code === undefined) {
      code = this.places.size < MOST_KINDS || isMissing(text as string, false) ? this.places.size + 1 : -1
      if (code > 0) this.places.set(text as string, code)
    }
    this.codes.push(code, share)
  }
  wantsAll = () => this.named
  finished = (): Texts => ({ codes: this.codes.finished(), kinds: [...this.places.keys()], named: this.named })
}

/** Whether the cell in the first row of data makes a column one of names. */
const isName = (bytes: Uint8Array, from: number, to: number) =>
  to > from && !isPlain(bytes, from, to) && !/^[+-]?(nan|inf|infinity)$/i.test(cellText(bytes, from, to))

/** A row that has not as many cells as the others. */
function wrongCount(row: number, found: number, columns: number): DataFileError {
  const [where, count] = [`row ${grouped(row)}`, plural(found, 'column')]
  return new DataFileError(where, count, grouped(columns), `${where} has ${count}, ${grouped(columns)} expected as in the first row`)
}

/** Takes the lines of a table apart, one after the other. */
function* linesOf(
  bytes: Uint8Array,
  { writing, columns, start, row: first, unnamed }: Layout,
): Generator<{ line: CsvLine; row: number }, void, void> {
  const line: CsvLine = { from: [], to: [], next: start }
  const { separator, comment, trailing } = writing
  for (let row = first; line.next < bytes.length; row++) {
    if (comment && isComment(bytes, line.next, comment)) {
      line.from.length = 0
      line.next = endOfLine(bytes, line.next)
    } else splitLine(bytes, line.next, separator, row, line)
    if (line.from.length > 0) {
      if (trailing && line.from.length === columns + 1 && line.from[columns] === line.to[columns]) line.from.length = columns
      if (unnamed && row === first && line.from.length === columns - 1) {
        line.from.unshift(line.from[0])
        line.to.unshift(line.from[0])
      }
      if (line.from.length !== columns) throw wrongCount(row, line.from.length, columns)
    }
    yield { line, row }
  }
}

/** Whether the first row holds names under a choice. */
export const isHeader = (asked: DataChoice['header'], byDefault: boolean): boolean => (asked === 'auto' ? byDefault : asked === 'yes')

/** A table as text, with one sample in each row. */
export function* readSheet(bytes: Uint8Array, options: SheetOptions = {}): Steps<Sheet> {
  const { most = Number.POSITIVE_INFINITY, header: asked = 'auto', decimal, alone = false } = options
  const layout = yield* layoutOf(bytes, alone, decimal)
  const { writing, columns, comments } = layout
  const { byDefault, guess } = guessHeader(bytes, layout)
  // What a choice says of the first row is meant for tables of inputs: labels in a file of their own say it themselves.
  const header = asked === 'guess' || columns === 1 ? guess : isHeader(asked, byDefault)
  const values = growingNumbers()
  const lines = growingPlaces()
  const texts: (Column | null)[] = Array.from({ length: columns }, () => null)
  const preview: string[][] = []
  let names = header ? comments : null
  let waiting = header && comments === null
  let of = 0
  let reported = 0
  for (const { line, row } of linesOf(bytes, layout)) {
    const { from, to, next } = line
    if (next - reported >= SLICE_BYTES) {
      reported = next
      yield { stage: 'reading', done: reported, total: bytes.length }
    }
    if (from.length === 0) continue
    if (waiting) {
      waiting = false
      names = from.map((at, k) => cellText(bytes, at, to[k]))
      continue
    }
    of++
    if (of > most) continue
    if (preview.length < PREVIEW.rows) preview.push(from.slice(0, PREVIEW.columns).map((at, k) => cellText(bytes, at, to[k])))
    const share = next / bytes.length
    lines.push(row, share)
    for (let k = 0; k < columns; k++) {
      const value = numberIn(bytes, from[k], to[k], writing.decimal)
      values.push(value, share)
      const odd = value - value !== 0
      let column = texts[k]
      if (!column) {
        const named = of === 1 && isName(bytes, from[k], to[k])
        if (!odd && !named) continue
        column = texts[k] = new Column(named, of - 1)
      }
      column.add(odd || column.wantsAll() ? cellText(bytes, from[k], to[k]) : null, share)
    }
  }
  if (of === 0) throw new DataFileError('file', 'no rows of data', 'at least one', 'file holds a header and no rows of data')
  return {
    writing,
    columns,
    n: Math.min(of, most),
    of,
    values: values.finished(),
    texts: texts.map(column => column?.finished() ?? null),
    lines: lines.finished(),
    names,
    header,
    byDefault,
    preview,
    marks: layout.marks,
  }
}
