/** Rows with bounds of rounding against exact numbers. */

import type { Columns } from '../../scenario'
import { Exact, type exactMetrics } from './exact.fixture'

const SCALARS = ['loss', 'mu', 'alpha', 'beta', 'rel_dist'] as const

export interface Checked {
  readonly name: string
  readonly error: number
  readonly bound: number
}

/** What a row says against exact numbers; nothing where it says that there are no digits, and of g where the direction is none of its own. */
export function compare(row: Float64Array, { at, first, k: shown }: Columns, exact: ReturnType<typeof exactMetrics>): Checked[] {
  const one = (name: string, value: number, wanted: Exact, bound: number) => ({
    name,
    bound,
    error: Number.isNaN(value) ? Number.NaN : Exact.of(value).minus(wanted).abs().toNumber(),
  })
  return [
    ...SCALARS.map(name => one(name, row[at[name]], exact[name], row[at[`${name}_rounding`]])),
    ...exact.g.flatMap((g, k) =>
      g && k < shown && row[first.lambda + k] > 0 && row[first.multiplicity + k] === 1
        ? [one(`g_${k + 1}`, row[first.g + k], g, row[first.g_rounding + k])]
        : [],
    ),
  ]
}

/** The median of bound over error, of all that is off and has a number. */
export function medianRatio(all: readonly Checked[]): number {
  const sorted = all.filter(({ error }) => error > 0).map(({ error, bound }) => bound / error)
  sorted.sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}
