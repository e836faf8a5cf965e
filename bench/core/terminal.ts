/** A row as text for a terminal: name, every contestant with quartiles, and each target, met or not. */
import { outcomes, type Row, short } from './row'

export function printed(row: Row): string {
  const width = Math.max(...row.cells.map(cell => cell.who.length))
  const cells = row.cells.map(cell => {
    const said = 'missing' in cell ? cell.missing : `${short(cell.median)} ${row.unit}`.trimEnd().padStart(12)
    const spread = 'missing' in cell || cell.rounds < 2 ? '' : `   ${short(cell.lower)} … ${short(cell.upper)}`
    return `    ${cell.who.padEnd(width)}  ${said}${spread}`
  })
  const targets = outcomes(row).map(
    ({ target, found, met, bound }) =>
      `    → ${target}: ${found}, ${met ? 'met' : met === null ? 'open' : 'not met'}${bound ? ` (${bound})` : ''}`,
  )
  return [`${row.group}: ${row.name}`, ...cells, ...targets, ...(row.note ? [`    ${row.note}`] : [])].join('\n')
}
