/** Lines of a table that are passed over: what they begin with, and names of columns that stand in them. */

import { isPlain } from './cellNumbers'
import { type CsvLine, cellText, splitLine } from './csvCells'
import { DataFileError } from './error'

const [HASH, PERCENT] = [35, 37]

/** Whether the line at `at` begins with a byte, blanks left out. */
export function isComment(bytes: Uint8Array, at: number, comment: number): boolean {
  while (bytes[at] === 32 || bytes[at] === 9) at++
  return bytes[at] === comment
}

/** Where the line after the one at `at` begins. */
export function endOfLine(bytes: Uint8Array, at: number, end = bytes.length): number {
  while (at < end && bytes[at] !== 10 && bytes[at] !== 13) at++
  return bytes[at] === 13 && bytes[at + 1] === 10 ? at + 2 : at + 1
}

/** What lines that are no rows begin with: # or %, where some of the first `most` bytes' lines begin so and others do not; 0 for nothing. */
export function commentOf(bytes: Uint8Array, start: number, most: number): number {
  const end = Math.min(bytes.length, start + most)
  for (const mark of [HASH, PERCENT]) {
    let [some, others] = [false, false]
    for (let at = start; at < end && !(some && others); at = endOfLine(bytes, at, end))
      if (isComment(bytes, at, mark)) some = true
      else if (bytes[at] !== 10 && bytes[at] !== 13) others = true
    if (some && others) return mark
  }
  return 0
}

/** Names in the last comment before a row, if there is one for each column. */
export function namesInComment(
  bytes: Uint8Array,
  from: number,
  to: number,
  { separator, comment }: { readonly separator: number; readonly comment: number },
  columns: number,
): readonly string[] | null {
  let at = from
  let names: string[] | null = null
  while (comment && at < to) {
    const end = endOfLine(bytes, at)
    if (isComment(bytes, at, comment)) {
      const line: CsvLine = { from: [], to: [], next: 0 }
      const mark = bytes.subarray(at, end).indexOf(comment) + at
      try {
        splitLine(bytes.subarray(0, end), mark + 1, separator, 1, line)
      } catch (error) {
        if (!(error instanceof DataFileError)) throw error
      }
      const cells = line.from.map((a, k) => [a, line.to[k]] as const)
      names =
        cells.length === columns && !cells.some(([a, b]) => isPlain(bytes, a, b)) ? cells.map(([a, b]) => cellText(bytes, a, b)) : null
    }
    at = end
  }
  return names
}
