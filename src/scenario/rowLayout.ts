import { COLUMNS, SCALARS, type Scalar, VECTORS, type Vector } from './columns'

/** How many columns the groups have: directions, eigenvalues of H, trained layers. */
export interface Widths {
  readonly k: number
  readonly hessian?: number
  readonly layers?: number
}

/** Where each number of a row stands. Entries that do not exist for a run are NaN. */
export interface Columns {
  readonly k: number
  /** Eigenvalues of H, and layers, that have columns. */
  readonly hessian: number
  readonly layers: number
  readonly names: readonly string[]
  readonly width: number
  readonly at: Readonly<Record<Scalar, number>>
  /** Column of direction 1; direction k stands k − 1 further. */
  readonly first: Readonly<Record<Vector, number>>
}

/** Columns that a group has. */
export function widthOf({ k, hessian, layers }: Pick<Columns, 'k' | 'hessian' | 'layers'>, group: Vector): number {
  return { direction: k, 'eigenvalue of H': hessian, layer: layers }[COLUMNS[group].per]
}

/** The row of a run: single columns in the order of the table, then the groups. */
export function columnsFor({ k, hessian = 0, layers = 0 }: Widths): Columns {
  const at = Object.fromEntries(SCALARS.map((name, i) => [name, i])) as Record<Scalar, number>
  const names: string[] = [...SCALARS]
  const first = {} as Record<Vector, number>
  for (const group of VECTORS) {
    first[group] = names.length
    for (let i = 1; i <= widthOf({ k, hessian, layers }, group); i++) names.push(`${group}_${i}`)
  }
  return { k, hessian, layers, names, width: names.length, at, first }
}
