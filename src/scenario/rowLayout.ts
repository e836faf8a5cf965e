import { COLUMNS, type ColumnName, hasVariantWithH, SCALARS, type Scalar, VECTORS, type Vector } from './columns'

/** How many columns the groups have: directions, eigenvalues of H, trained layers, those that are read by themselves, numbers of hops. */
interface Widths {
  readonly k: number
  readonly hessian?: number
  readonly layers?: number
  readonly apart?: number
  readonly hops?: number
}

/** Where each number of a row stands: plain data, so that the page knows it from the worker. Entries that do not exist for a run are NaN. */
export interface Columns {
  readonly k: number
  /** Eigenvalues of H, and layers, that have columns. */
  readonly hessian: number
  readonly layers: number
  /** Layers that are read by themselves. */
  readonly apart: number
  readonly names: readonly string[]
  readonly width: number
  readonly at: Readonly<Record<Scalar, number>>
  /** Column of direction 1; direction k stands k − 1 further. */
  readonly first: Readonly<Record<Vector, number>>
  /** Columns of each group. */
  readonly widths: Readonly<Record<Vector, number>>
  /** Columns that `curvature=H` reads with H. */
  readonly withH: readonly ColumnName[]
}

/** The row of a run: single columns in the order of the table, then the groups. */
export function columnsFor({ k, hessian = 0, layers = 0, apart = 0, hops = 0 }: Widths): Columns {
  const counts = { direction: k, 'eigenvalue of H': hessian, layer: layers, 'layer by itself': apart, 'number of hops': hops }
  const at = Object.fromEntries(SCALARS.map((name, i) => [name, i])) as Record<Scalar, number>
  const names: string[] = [...SCALARS]
  const first = {} as Record<Vector, number>
  const widths = {} as Record<Vector, number>
  for (const group of VECTORS) {
    first[group] = names.length
    widths[group] = counts[COLUMNS[group].per]
    for (let i = 1; i <= widths[group]; i++) names.push(`${group}_${i}`)
  }
  const withH = [...SCALARS, ...VECTORS].filter(hasVariantWithH)
  return { k, hessian, layers, apart, names, width: names.length, at, first, widths, withH }
}
