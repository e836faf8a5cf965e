/** What spectra.npz holds of checkpoints: `spectraOf`. */

import type { NpyArray } from '../../lib/npz'
import type { Columns } from '../../scenario'
import type { Checkpoint } from './contract'
import type { MeasuredCheckpoint } from './measure'

/** Eigenvalues of G and the energy along their directions, a row per checkpoint, NaN where there are fewer; g, and eigenvalues of H where given. */
export function spectraOf(
  checkpoints: readonly Pick<Checkpoint, 'step'>[],
  found: readonly MeasuredCheckpoint[],
  columns: Columns,
): Record<string, NpyArray> {
  const width = Math.max(1, ...found.map(({ spectrum }) => spectrum.length))
  const table = (rows: readonly (ArrayLike<number> | null)[], of: number): NpyArray => ({
    data: Float64Array.from({ length: rows.length * of }, (_, at) => rows[Math.floor(at / of)]?.[at % of] ?? Number.NaN),
    shape: [rows.length, of],
  })
  const group = (first: number, count: number) =>
    table(
      found.map(({ row }) => row.subarray(first, first + count)),
      count,
    )
  return {
    step: { data: Float64Array.from(checkpoints, ({ step }) => step), shape: [checkpoints.length] },
    eigenvalues: table(
      found.map(({ spectrum }) => spectrum),
      width,
    ),
    energy: table(
      found.map(({ energies }) => energies),
      width,
    ),
    g: group(columns.first.g, columns.k),
    ...(columns.hessian > 0 && { hessian_eigenvalues: group(columns.first.lambda_H, columns.hessian) }),
  }
}
