/**
 * CSV as everything here writes it, read back to the same bits by Python, numpy, pandas and R: commas, lines that end with \n,
 * numbers as the shortest text of the same float64, `nan`, `inf` and `-inf`; texts in quotation marks where they need them.
 *
 *     csv(['arm', 'mu'], [['sgd', 1.25]])     // 'arm,mu\nsgd,1.25\n'
 */

/** The shortest text that reads back to the same float64. */
export function numberText(v: number): string {
  if (Number.isNaN(v)) return 'nan'
  if (!Number.isFinite(v)) return v > 0 ? 'inf' : '-inf'
  return Object.is(v, -0) ? '-0' : String(v)
}

function quotedCell(cell: string | number): string {
  if (typeof cell === 'number') return numberText(cell)
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** One line with its end. */
export const csvLine = (cells: ArrayLike<string | number>): string => `${Array.from(cells, quotedCell).join(',')}\n`

/** A whole file: a header, then the rows. */
export const csv = (header: readonly string[], rows: readonly ArrayLike<string | number>[]): string =>
  [header, ...rows].map(csvLine).join('')
