/** Fills a row's columns of rounding, and empties those that have no digits left: `readRounding`. */

import { UNIT_ROUNDOFF } from '../lib/compensated'
import type { Columns, Filled, Filler, Scalar, Vector } from '../scenario'
import type { Precision } from './backends/types'
import { alignment } from './metrics/noise'
import { type Disturbed, type RoundingBounds, roundingBounds } from './metrics/rounding'
import { PLAIN } from './metrics/units'
import { fill, revise } from './reading'
import type { Measured } from './row'

/** Half an ulp of 1 in a precision. */
export const unitOfPrecision = (precision: Precision) => (precision === 'f32' ? 5.9604644775390625e-8 : UNIT_ROUNDOFF)

/**
 * Of a sum of `length` products over the sum of their sizes. Roundings are as good as independent, and add up like √k (Higham & Mary
 * 2019): over partial sums this is some four standard deviations, where a worst case would have k.
 */
export const relativeRounding = (length: number, precision: Precision) => Math.sqrt(length + 3) * unitOfPrecision(precision)

/** Bounds below this are no matter whatever the number. */
const FINE = 1e-6

/** Whether a number has no digits: its bound is more than half of it. */
const isRounding = (value: number, bound: number) => bound > FINE && !(2 * bound <= Math.abs(value))

/** What else follows from Σ, and has no digits where μ has none. */
const WITH_MU = [
  'noise_share',
  'gni',
  'b_simple',
  'b_noise',
  'trace_sigma',
  'mu_acting',
  'mu_isotropic',
  'mu_proportional',
  'sigma_xx',
  'sigma_xy',
  'sigma_yy',
] as const satisfies readonly Scalar[]

/**
 * Bounds of the rounding error of the loss and the ratios of a row; numbers whose bound is more than half of them become NaN, and g and what else
 * follows from Σ with μ: of g alone the bound allows for turns of its direction that are seldom near. `whole`
 * tells that `measured` holds every direction of G.
 */
export function readRounding(
  row: Float64Array,
  columns: Columns,
  measured: Measured,
  { p, centred, whole }: { readonly p: number; readonly centred: boolean; readonly whole: boolean },
  disturbed: Disturbed,
): void {
  const { moments, traceG, frobG2, lambda, images, units = PLAIN } = measured
  const a = alignment(moments, traceG, frobG2, p, centred)
  const found = roundingBounds(a, moments, frobG2, centred, disturbed, { lambda, images, whole })
  fill<'rounding'>(row, columns, { loss_rounding: found.loss * units.r * units.r, ...columnsOf(found) })
  emptyRatios(row, columns, found)
  if (!isRounding(a.mu, found.mu)) return
  for (const name of WITH_MU) row[columns.at[name]] = Number.NaN
  const empty = (name: Vector) => new Float64Array(columns.widths[name]).fill(Number.NaN)
  const emptied: Partial<Filled<Filler>> = {
    g: empty('g'),
    D: empty('D'),
    D_coarse: empty('D_coarse'),
    energy: empty('energy'),
    chi: empty('chi'),
    layer_mu: empty('layer_mu'),
  }
  revise(row, columns, emptied)
}

/** The same of the ratios of a row that were read with H in the place of G; null where nothing bounds them. */
export function reviseRounding(row: Float64Array, columns: Columns, found: RoundingBounds | null): void {
  revise(row, columns, columnsOf(found ?? UNKNOWN))
  if (!found) return
  const { mu } = emptyRatios(row, columns, found)
  if (!mu) return
  // An arm without noise has none whatever the digits.
  for (const name of ['mu_acting', 'mu_isotropic', 'mu_proportional'] as const)
    if (row[columns.at[name]] !== 0) row[columns.at[name]] = Number.NaN
  revise(row, columns, { g: new Float64Array(columns.widths.g).fill(Number.NaN) })
}

const UNKNOWN = { mu: Number.NaN, alpha: Number.NaN, beta: Number.NaN, relDist: Number.NaN, g: new Float64Array(0) }

const columnsOf = ({ mu, alpha, beta, relDist, g }: Omit<RoundingBounds, 'loss'>) => ({
  ...{ mu_rounding: mu, alpha_rounding: alpha, beta_rounding: beta, rel_dist_rounding: relDist },
  g_rounding: g,
})

/** Empties the ratios without digits, and tells which they are. */
function emptyRatios(row: Float64Array, { at }: Columns, { mu, alpha, beta, relDist }: RoundingBounds) {
  const empty = (name: 'mu' | 'alpha' | 'beta' | 'rel_dist', bound: number) => {
    const none = isRounding(row[at[name]], bound)
    if (none) row[at[name]] = Number.NaN
    return none
  }
  return { mu: empty('mu', mu), alpha: empty('alpha', alpha), beta: empty('beta', beta), relDist: empty('rel_dist', relDist) }
}
