import type { NumberTable } from './readout'

/** CSV after RFC 4180: numbers in full precision, nothing for what does not exist. */
export function csvOf({ header, rows }: NumberTable): string {
  return [header, ...rows]
    .map(row => row.map(cell).join(','))
    .join('\r\n')
    .concat('\r\n')
}

function cell(value: string | number): string {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value)
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
