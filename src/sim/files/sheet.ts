/** A table of cells, numbers and texts, before anybody has said what is an input and what a target. */

import type { Marks } from './decimalMark'
import type { Writing } from './dialect'

/** Texts of a column: cell i is kinds[codes[i] − 1]; 0 where it is a plain number, −1 where there are too many kinds to be kept. */
export interface Texts {
  readonly codes: Int32Array
  readonly kinds: readonly string[]
  /** Whether the first cell is a name, so that all cells are kept as texts. */
  readonly named: boolean
}

export interface Sheet {
  readonly writing: Writing
  readonly columns: number
  /** Rows of data at hand, and how many the file holds. */
  readonly n: number
  readonly of: number
  /** n×columns, row by row: NaN where a cell holds no number, ±Infinity where it says so. */
  readonly values: Float64Array
  /** Of columns with cells that are no plain numbers; null for the others. */
  readonly texts: readonly (Texts | null)[]
  /** Numbers of the rows in the file. */
  readonly lines: Int32Array
  /** Names as they stand in the file; null without a header. */
  readonly names: readonly string[] | null
  /** Whether the first row is read as names, and whether it would be if nobody had said so. */
  readonly header: boolean
  readonly byDefault: boolean
  /** Of its first rows. */
  readonly marks: Marks
  /** The first rows of data as they stand. */
  readonly preview: readonly (readonly string[])[]
}

/** What a column is called. */
export const columnName = ({ names }: Pick<Sheet, 'names'>, k: number): string => names?.[k] || `column ${k + 1}`

/** The text of a cell as far as it is known, else its number. */
export function textAt({ values, columns, texts }: Sheet, i: number, k: number): string {
  const of = texts[k]
  const code = of ? of.codes[i] : 0
  return code > 0 ? of!.kinds[code - 1] : String(values[i * columns + k])
}
