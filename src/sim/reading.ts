import type { Columns, Filled, Filler, Vector } from '../scenario'

/** One measured step of one arm as a row of numbers, in the order of `columns.names` (scenario/columns.ts). */
export interface Reading {
  readonly arm: string
  /** The columns filled by 'theory' are left to the caller where there is a `population`. */
  readonly row: Float64Array
  readonly population: Population | null
}

/** What the Gaussian closed forms of THEORY.md §4 need to know of an arm: the population beside the sample. */
export interface Population {
  /** λ_k(S), length d; S is diagonal in the input coordinates. */
  readonly spectrum: Float64Array
  /** u = F(θ) − w*, length d. */
  readonly u: Float64Array
  /** M = DF·DFᵀ (d×d), null for the identity. */
  readonly M: Float64Array | null
  readonly labelNoise: number
  /** DF·v_k per shown direction, k×d. */
  readonly directions: Float64Array
}

/** A row in which nothing exists yet. */
export const emptyRow = ({ width }: Columns) => new Float64Array(width).fill(Number.NaN)

/** Puts all the values of one filler into a row: `fill<'state'>(row, columns, { step, … })`. */
export function fill<F extends Filler = never>(row: Float64Array, columns: Columns, values: Filled<F>): void {
  revise(row, columns, values)
}

/** Puts other values in the place of some; of a group longer than its columns the first, and NaN where it is shorter. */
export function revise(row: Float64Array, columns: Columns, values: Partial<Filled<Filler>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number') row[columns.at[name as keyof Columns['at']]] = value
    else {
      const from = columns.first[name as Vector]
      const width = columns.widths[name as Vector]
      for (let i = 0; i < width; i++) row[from + i] = value[i] ?? Number.NaN
    }
  }
}
