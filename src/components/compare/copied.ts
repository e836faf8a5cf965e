/** The table of a comparison as text. */
import { csv } from '../../lib/csv'
import type { Row } from './differences'

/** A cell of a Markdown table holds no line break, and its bars are escaped. */
const cell = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll('\\', '\\\\').replaceAll('|', '\\|')

const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`

/** The runs are the columns, named in `heads`. */
export const asMarkdown = (heads: readonly string[], rows: readonly Row[]): string =>
  [line(['', ...heads]), line(['', ...heads].map(() => '---')), ...rows.map(({ label, cells }) => line([label, ...cells]))]
    .map(text => `${text}\n`)
    .join('')

export const asCsv = (heads: readonly string[], rows: readonly Row[]): string =>
  csv(
    ['', ...heads],
    rows.map(({ label, cells }) => [label, ...cells]),
  )
