import { encodeNpz, type NpyArray } from '../../lib/npz'
import type { MeasuredState } from '../../store'
import { download } from '../download'
import { rowsCsv } from '../exports'

const rowsOf = ({ scope: { traces } }: MeasuredState) => ({ traces, table: traces.arms[0]?.table, columns: traces.columns })

/** metrics.csv as the command line writes it. */
export function downloadCsv(measured: MeasuredState): void {
  const text = rowsCsv(measured.scope.traces, 'sgd')
  if (text !== null) download('metrics.csv', text, 'text/csv')
}

/** Every column of the rows by its name, and the arrays of spectra.npz. */
export function rowsNpz(measured: MeasuredState): Uint8Array {
  const { table, columns } = rowsOf(measured)
  const arrays: Record<string, NpyArray> = {}
  for (const [at, name] of (columns?.names ?? []).entries()) {
    const data = table?.column(at).slice() ?? new Float64Array(0)
    arrays[name] = { data, shape: [data.length] }
  }
  return encodeNpz({ ...arrays, ...measured.arrays })
}

export function downloadNpz(measured: MeasuredState): void {
  download('measurements.npz', new Blob([rowsNpz(measured) as BlobPart]))
}
