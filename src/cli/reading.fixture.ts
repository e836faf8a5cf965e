/** Reads back what a run has written, for tests. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'

/** metrics.csv of a folder. */
export function readCsv(dir: string) {
  const [head, ...rows] = readFileSync(join(dir, 'metrics.csv'), 'utf8').trimEnd().split('\n')
  const names = head!.split(',')
  const number = (text: string) =>
    ({ nan: Number.NaN, inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY })[text] ?? Number(text)
  return {
    names,
    rows: rows.map(row => row.split(',').map(number)),
    column: (name: string) => rows.map(r => number(r.split(',')[names.indexOf(name)])),
  }
}

/** The arrays of an npz file of a run by their names. */
export function readNpz(dir: string, name = 'state.npz') {
  const files = unzipSync(readFileSync(join(dir, name)))
  return Object.fromEntries(
    Object.entries(files).map(([name, file]) => {
      const start = 10 + file[8] + 256 * file[9]
      const header = new TextDecoder().decode(file.subarray(10, start))
      const [, type, tuple] = /'descr': '<(f8|i4)', 'fortran_order': False, 'shape': \(([\d, ]*)\)/.exec(header)!
      const bytes = file.slice(start).buffer
      const data = type === 'f8' ? new Float64Array(bytes) : new Int32Array(bytes)
      return [
        name.replace('.npy', ''),
        {
          type,
          shape: tuple!
            .split(',')
            .filter(t => t.trim())
            .map(Number),
          data,
        },
      ]
    }),
  )
}

/** Their numbers alone. */
export const dataOf = (dir: string, name?: string) =>
  Object.fromEntries(Object.entries(readNpz(dir, name)).map(([k, { data }]) => [k, data]))
