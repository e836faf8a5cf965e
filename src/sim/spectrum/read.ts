/** Fills a row's columns of H. */

import { times } from '../../lib/matrix'
import type { Columns, Filled, Filler, Scenario, VariantWithH } from '../../scenario'
import { type Program, program } from '../backends/machine/program'
import { alignment, type NoiseMoments } from '../metrics/noise'
import type { Disturbed } from '../metrics/rounding'
import { PLAIN, type Units } from '../metrics/units'
import { fill, revise } from '../reading'
import { reviseRounding } from '../rounding'
import { hessianForms } from './alignment'
import type { Curvatures } from './curvatures'
import { leadingEigenvalues, smallestEigenvalue } from './leading'
import { hessianBounds } from './rounding'
import { traceOfHessian } from './trace'

/** Products per row at most; what they reach is shown with its error. */
const PRODUCTS = 400
/** For the smallest eigenvalue, beside which others may lie close: λ is right to about the square of the tolerance. */
const BELOW = { tolerance: 1e-4, limit: 60 }
/** ‖Hv − λv‖ over ‖H‖ that is aimed at: λ itself is then right to about its square. */
const TOLERANCE = 1e-7

/** What is read with G at the same θ. */
export interface WithG {
  /** Of the moments and the trace; plain ones by default. */
  readonly units?: Units
  readonly moments: NoiseMoments
  readonly traceG: number
  /** What rounding may have done, where that is bounded. */
  readonly disturbed?: Disturbed | null
}

/** Eigenvalues of H that rows have columns for: with H in place of G every direction is one of H. */
export const hessianColumns = ({ measure }: Scenario) =>
  measure.curvature === 'H' ? Math.max(measure.hessian, measure.k) : measure.hessian

/** Fills a row's columns of H, and with curvature 'H' puts μ, its companions and g_k with H in the place of those with G. */
export function readHessian(row: Float64Array, columns: Columns, scenario: Scenario, curvatures: Curvatures, withG: WithG): void {
  hessianReading(columns, scenario, curvatures, withG)(row)
}

/** Computes what `readHessian` fills in, for the rows of all arms that are at this θ. */
export const hessianReading = program(function* (
  columns: Columns,
  { measure, seed }: Scenario,
  curvatures: Curvatures,
  { moments, traceG: inUnits, units = PLAIN, disturbed = null }: WithG,
): Program<(row: Float64Array) => void> {
  const traceG = inUnits * units.G
  const { hessian } = columns
  if (hessian === 0 || !Number.isFinite(moments.twoL * units.r * units.r)) return () => {}
  const { p } = curvatures
  if (measure.curvature === 'G') {
    const { values, errors } = yield* leadingEigenvalues.steps(curvatures.H, p, hessian, { tolerance: TOLERANCE, limit: PRODUCTS })
    const below = yield* smallestEigenvalue.steps(curvatures.H, p, BELOW)
    const { value, se } = yield* traceOfHessian.steps(curvatures, traceG, seed)
    const found = {
      lambda_H: values,
      lambda_H_error: worstOf(errors, values, curvatures),
      lambda_min_H: below.value,
      lambda_min_H_error: below.error,
      trace_H: value,
      trace_H_se: se,
      frob_H: Number.NaN,
    }
    return row => fill<'hessian'>(row, columns, found)
  }
  const centred = measure.sigma === 'centred'
  const forms = yield* hessianForms.steps(curvatures, moments, units, hessian, centred)
  const { traceH, frobH2, moments: withH, g } = forms
  const lambda = forms.lambda.map(v => v * units.G)
  const errors = forms.errors.map(v => v * units.G)
  const below = yield* smallestEigenvalue.steps(v => times(forms.H, v, p, p), p, BELOW)
  const a = alignment(withH, traceH, frobH2, p, centred)
  const bounds = disturbed && (yield* hessianBounds.steps(curvatures, forms, a, units, inUnits, disturbed, centred))
  return row => {
    fill<'hessian'>(row, columns, {
      trace_H: traceH * units.G,
      trace_H_se: 0,
      frob_H: Math.sqrt(frobH2) * units.G,
      lambda_min_H: below.value * units.G,
      lambda_min_H_error: below.error * units.G,
      lambda_H: lambda,
      lambda_H_error: worstOf(errors, lambda, curvatures),
    })
    const withHessian: Omit<Pick<Filled<Filler>, VariantWithH>, `${string}_rounding`> = {
      ...{ mu: a.mu, alpha: a.alpha, beta: a.beta, rel_dist: a.relDist },
      // An arm without minibatches has no noise, whatever the curvature.
      mu_acting: row[columns.at.mu_acting] === 0 ? 0 : a.mu,
      ...{ mu_isotropic: a.muIsotropic, mu_proportional: a.muProportional, g },
    }
    revise(row, columns, withHessian)
    reviseRounding(row, columns, bounds)
  }
})

/** The largest error of the eigenvalues, and of what the products are rounded to. */
const worstOf = (errors: Float64Array, values: Float64Array, { rounding = 0 }: Curvatures) =>
  Math.max(...errors, rounding * Math.abs(values[0]))
